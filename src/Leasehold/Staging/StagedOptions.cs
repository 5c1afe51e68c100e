using System.ComponentModel.DataAnnotations;

namespace Leasehold;

/// <summary>The bounds of a three-stage operation once its first stage has committed.</summary>
/// <remarks>Immutable.</remarks>
public sealed record StagedOptions
{
    /// <summary>The defaults.</summary>
    public static StagedOptions Default { get; } = new();

    /// <summary>The workload of both sessions.</summary>
    /// <value>The flow's; outside any flow, Api.</value>
    public Workload? Workload { get; init; }

    /// <summary>Bounds the call; past it the outcome is unknown.</summary>
    /// <value>60 s; above 0.</value>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bounds stage 3 as a whole, its retries included.</summary>
    /// <value>10 min; above 0.</value>
    public TimeSpan SaveTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a call may still run once the host is stopping.</summary>
    /// <value>20 s, within the host's own 30 s.</value>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often stage 1 is run again after a transient error; stage 3 is run until its bound.</summary>
    /// <value>3; 0 to 10.</value>
    [Range(0, 10)]
    public int MaxRetries { get; init; } = 3;
}
