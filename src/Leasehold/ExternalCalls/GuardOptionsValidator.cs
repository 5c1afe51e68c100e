using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Leasehold;

/// <summary>Refuses bad guard settings at start-up, naming the setting and what would be right.</summary>
internal sealed class GuardOptionsValidator : IValidateOptions<GuardOptions>
{
    private const string Section = "Leasehold:Guard";

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GuardOptions options)
    {
        var failures = new List<string>();
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        failures.AddRange(results.Select(static result
            => $"{Section}:{result.MemberNames.FirstOrDefault()}: {result.ErrorMessage} "
                + "Durations are written hh:mm:ss."));
        if (options.Mode is { } mode && !Enum.IsDefined(mode))
        {
            failures.Add($"{Section}:Mode is Off, Log or Throw.");
        }

        failures.AddRange(options.Allow
            .Where(static entry => !AllowedTargets.IsValid(entry))
            .Select(static entry => $"{Section}:Allow: '{entry}' is not a host, host:port, *.domain or target's name; "
                + "write neither scheme nor path."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
