using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Leasehold;

/// <summary>Refuses bad settings at start-up, naming the setting and the value that would be right.</summary>
internal sealed class LeaseholdOptionsValidator(string section) : IValidateOptions<LeaseholdOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LeaseholdOptions options)
    {
        var failures = new List<string>(options.ConfigurationErrors);
        Annotated(section, options, failures);
        Annotated($"{section}:FlightRecords", options.FlightRecords, failures);
        foreach (var (pool, settings) in options.Pools)
        {
            ValidatePool($"{section}:Pools:{pool}", pool, settings, failures);
        }

        var guaranteed = options.Pools.Values.Sum(static p => (long)p.Size);
        if (options.Budget < guaranteed)
        {
            failures.Add(
                $"{section}:Budget is {options.Budget}, but the pools' sizes, which are guaranteed, add up to "
                + $"{guaranteed}: raise Budget to at least {guaranteed} or lower a Size.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    public static void ThrowIfInvalid(LeaseholdOptions options)
    {
        var result = new LeaseholdOptionsValidator("Leasehold").Validate(null, options);
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

        Annotated(path, pool, failures);
        if (pool.FinishingTimeout < pool.AcquireTimeout)
        {
            failures.Add(
                $"{path}:FinishingTimeout ({pool.FinishingTimeout}) is below AcquireTimeout ({pool.AcquireTimeout}): "
                + "work that finishes may wait at least as long as work that starts.");
        }

        if (pool.Recycle > TimeSpan.Zero && pool.Recycle < TimeSpan.FromSeconds(1))
        {
            failures.Add($"{path}:Recycle ({pool.Recycle}) is 0 for never, or at least 00:00:01.");
        }

        if (!Enum.IsDefined(pool.ResetOnReturn))
        {
            failures.Add($"{path}:ResetOnReturn is Full or Rollback.");
        }
    }

    private static void Annotated(string path, object options, List<string> failures)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var member = result.MemberNames.FirstOrDefault() ?? "";
            var value = options.GetType().GetProperty(member)?.GetValue(options);
            var hint = value is TimeSpan ? " Durations are written hh:mm:ss; a bare number means days." : "";
            failures.Add($"{path}:{member} is {value ?? "missing"}. {result.ErrorMessage}{hint}");
        }
    }
}
