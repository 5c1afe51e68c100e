using System.ComponentModel.DataAnnotations;
using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>
/// The bounds of one kind of operation, bound from <c>Leasehold:Durable:Operations:{kind}</c>.
/// </summary>
public sealed class DurableOperationOptions
{
    /// <summary>Bounds one call or one reconciliation; past it the outcome is unknown.</summary>
    /// <value>60 s; 1 ms to 1 day.</value>
    [Duration("00:00:00.001", "1.00:00:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Bounds stage 3 as a whole, its repeats included; past it the next attempt reconciles.</summary>
    /// <value>10 min; 1 ms to 1 day.</value>
    [Duration("00:00:00.001", "1.00:00:00")]
    public TimeSpan SaveTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Operations of this kind that one instance's worker runs at a time.</summary>
    /// <value><see cref="DurableOptions.MaxConcurrency"/>; 1 to 1,000.</value>
    [Range(1, 1_000)]
    public int? MaxConcurrency { get; set; }

    /// <summary>The workload on whose pool a worker runs this kind; callers' own runs have their flow's.</summary>
    /// <value>Background; the name of a workload that has a pool.</value>
    [Required]
    public string Workload { get; set; } = Leasehold.Workload.Background.Name;

    /// <summary>How many attempts may end unknown before the operation becomes a dead letter.</summary>
    /// <value>20; 1 to 10,000.</value>
    [Range(1, 10_000)]
    public int MaxAttempts { get; set; } = 20;

    /// <summary>The pause after the first attempt that ended unknown; doubled each time, spread by half.</summary>
    /// <value>1 s; 1 ms to 1 day.</value>
    [Duration("00:00:00.001", "1.00:00:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between attempts.</summary>
    /// <value>5 min; from FirstPause to 1 day.</value>
    [Duration("00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);
}
