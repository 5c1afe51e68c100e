using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Leasehold.Durable;

/// <summary>Refuses bad settings at start-up, naming the setting.</summary>
internal sealed class DurableOptionsValidator(string name, string section) : IValidateOptions<DurableOptions>
{
    public ValidateOptionsResult Validate(string? validatedName, DurableOptions options)
    {
        if (!string.Equals(validatedName, name, StringComparison.Ordinal))
        {
            return ValidateOptionsResult.Skip;
        }

        var failures = new List<string>();
        Annotated(section, options, failures);
        foreach (var (kind, bounds) in options.Operations)
        {
            var path = $"{section}:Operations:{kind}";
            Annotated(path, bounds, failures);
            if (bounds.LongestPause < bounds.FirstPause)
            {
                failures.Add($"{path}:LongestPause ({bounds.LongestPause}) is below FirstPause ({bounds.FirstPause}).");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Annotated(string path, object options, List<string> failures)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var member = result.MemberNames.FirstOrDefault() ?? "";
            var value = options.GetType().GetProperty(member)?.GetValue(options);
            failures.Add($"{path}:{member} is {value ?? "missing"}. {result.ErrorMessage}");
        }
    }
}
