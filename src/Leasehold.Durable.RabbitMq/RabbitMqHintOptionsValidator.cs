using Leasehold.Providers;
using Microsoft.Extensions.Options;

namespace Leasehold.Durable.RabbitMq;

/// <summary>Refuses bad settings at start-up, naming the setting and never the broker's password.</summary>
internal sealed class RabbitMqHintOptionsValidator : IValidateOptions<RabbitMqHintOptions>
{
    public const string Section = "Leasehold:Durable:RabbitMq";

    public ValidateOptionsResult Validate(string? name, RabbitMqHintOptions options)
    {
        var failures = new List<string>(SettingValues.FindWrong(Section, options));
        if (options.Uri is { } uri && (!uri.IsAbsoluteUri || uri.Scheme is not ("amqp" or "amqps")))
        {
            failures.Add($"{Section}:Uri must begin with amqp:// or amqps://.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
