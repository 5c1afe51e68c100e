using Leasehold.Providers;
using Microsoft.Extensions.Options;

namespace Leasehold.Sight.ExternalCalls;

/// <summary>Refuses bad guard settings at start-up, naming the setting and what would be right.</summary>
internal sealed class GuardOptionsValidator : IValidateOptions<GuardOptions>
{
    private const string Section = "Leasehold:Guard";
    private const int MaxEntries = 1_000;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GuardOptions options)
    {
        var failures = new List<string>(SettingValues.FindWrong(Section, options));
        AddTooMany(nameof(options.Allow), options.Allow);
        AddTooMany(nameof(options.ActivitySources), options.ActivitySources);
        if (options.Mode is { } mode && !Enum.IsDefined(mode))
        {
            failures.Add($"{Section}:Mode is Off, Log or Throw.");
        }

        failures.AddRange(options.Allow
            .Where(static entry => !AllowedTargets.IsValid(entry))
            .Select(static entry => $"{Section}:Allow: '{entry}' is not a host, host:port, *.domain or target's name; "
                + "write neither scheme nor path."));
        failures.AddRange(options.ActivitySources
            .Where(static source => !OutboundActivities.IsValid(source))
            .Select(static source => $"{Section}:ActivitySources: '{source}' is not a source's name, or the beginning "
                + "of names with a star at its end."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void AddTooMany(string setting, IList<string> entries)
        {
            if (entries.Count > MaxEntries)
            {
                failures.Add($"{Section}:{setting} has {entries.Count} entries; {MaxEntries} are the most.");
            }
        }
    }
}
