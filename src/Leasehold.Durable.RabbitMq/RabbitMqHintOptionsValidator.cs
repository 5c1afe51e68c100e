using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Leasehold.Durable.RabbitMq;

/// <summary>Refuses bad settings at start-up, naming the setting and never the broker's password.</summary>
internal sealed class RabbitMqHintOptionsValidator : IValidateOptions<RabbitMqHintOptions>
{
    public const string Section = "Leasehold:Durable:RabbitMq";

    public ValidateOptionsResult Validate(string? name, RabbitMqHintOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var failures = results
            .Select(static r => $"{Section}:{r.MemberNames.FirstOrDefault()}: {r.ErrorMessage}")
            .ToList();
        if (options.Uri is { } uri && (!uri.IsAbsoluteUri || uri.Scheme is not ("amqp" or "amqps")))
        {
            failures.Add($"{Section}:Uri must begin with amqp:// or amqps://.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
