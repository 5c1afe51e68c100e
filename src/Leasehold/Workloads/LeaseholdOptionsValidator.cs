using Leasehold.Providers;
using Microsoft.Extensions.Options;

namespace Leasehold.Workloads;

/// <summary>Refuses bad settings at start-up, naming the setting and the value that would be right.</summary>
internal sealed class LeaseholdOptionsValidator(string section) : IValidateOptions<LeaseholdOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LeaseholdOptions options)
    {
        var failures = new List<string>(options.ConfigurationErrors);
        failures.AddRange(SettingValues.FindWrong(section, options));
        failures.AddRange(SettingValues.FindWrong($"{section}:FlightRecords", options.FlightRecords));
        foreach (var (pool, settings) in options.Pools)
        {
            ValidatePool($"{section}:Pools:{pool}", pool, settings, failures);
        }

        var guaranteed = options.Pools.Values.Sum(static p => (long)p.Size);
        if (options.Budget < guaranteed)
        {
            failures.Add(
                $"{section}:Budget is {options.Budget}, but the pools' sizes, which are guaranteed, add up to "
                + $"{guaranteed} ({string.Join(", ", options.Pools.Select(static p => $"{p.Key} {p.Value.Size}"))}): "
                + $"raise Budget to at least {guaranteed} or lower a Size.");
        }

        if (options.MaxFurtherDatabases > 0 && options.EffectiveBudget <= guaranteed)
        {
            failures.Add(
                $"{section}:MaxFurtherDatabases is {options.MaxFurtherDatabases}, but {section}:Budget "
                + $"({options.EffectiveBudget}) leaves no connection for them beside the pools' guaranteed sizes "
                + $"({guaranteed}): raise Budget or lower a Size.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    public static void ThrowIfInvalid(LeaseholdOptions options)
    {
        var result = new LeaseholdOptionsValidator(options.Section).Validate(null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(
                nameof(LeaseholdOptions), typeof(LeaseholdOptions), result.Failures);
        }
    }

    private static void ValidatePool(string path, string name, PoolOptions pool, List<string> failures)
    {
        if (!Workload.IsValidName(name))
        {
            failures.Add($"{path}: a workload's name is 1 to 32 letters, digits, '-' or '_', beginning with a letter.");
        }

        failures.AddRange(SettingValues.FindWrong(path, pool));
        if (pool.FinishingTimeout < pool.AcquireTimeout)
        {
            failures.Add(
                $"{path}:FinishingTimeout ({pool.FinishingTimeout}) is below AcquireTimeout ({pool.AcquireTimeout}): "
                + "work that finishes may wait at least as long as work that starts.");
        }

        if (pool.WarmUp > pool.Size)
        {
            failures.Add($"{path}:WarmUp ({pool.WarmUp}) is above Size ({pool.Size}), within which it counts.");
        }

        if (pool.Recycle > TimeSpan.Zero && pool.Recycle < TimeSpan.FromSeconds(1))
        {
            failures.Add($"{path}:Recycle ({pool.Recycle}) is 0 for never, or at least 00:00:01.");
        }

        if (!Enum.IsDefined(pool.ResetOnReturn))
        {
            failures.Add($"{path}:ResetOnReturn is Full, Immediate or Rollback.");
        }
    }
}
