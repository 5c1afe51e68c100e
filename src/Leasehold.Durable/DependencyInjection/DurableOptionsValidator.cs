using Leasehold.Providers;
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
        failures.AddRange(SettingValues.FindWrong(section, options));
        foreach (var (kind, bounds) in options.Operations)
        {
            var path = $"{section}:Operations:{kind}";
            failures.AddRange(SettingValues.FindWrong(path, bounds));
            if (!IsWorkload(bounds.Workload))
            {
                failures.Add($"{path}:Workload ({bounds.Workload}) is not the name of a workload.");
            }

            if (bounds.LongestPause < bounds.FirstPause)
            {
                failures.Add($"{path}:LongestPause ({bounds.LongestPause}) is below FirstPause ({bounds.FirstPause}).");
            }
        }

        foreach (var (recurrence, settings) in options.Recurring)
        {
            var path = $"{section}:Recurring:{recurrence}";
            failures.AddRange(SettingValues.FindWrong(path, settings));
            if (Schedule.WhyNot(settings) is { } why)
            {
                failures.Add($"{path}: {why}");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsWorkload(string name)
    {
        try
        {
            return Workload.Named(name).Name.Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
