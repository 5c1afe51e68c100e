using Leasehold.Providers;
using Microsoft.Extensions.Options;

namespace Leasehold.Sight.Health;

/// <summary>Refuses bad settings of a health check at start-up.</summary>
internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        var failures = SettingValues.FindWrong($"The health check '{name}'", options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
