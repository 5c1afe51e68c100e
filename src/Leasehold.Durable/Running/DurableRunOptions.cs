using System.ComponentModel.DataAnnotations;

namespace Leasehold.Durable;

/// <summary>How one run leases, and how long its caller waits.</summary>
/// <remarks>Immutable.</remarks>
public sealed record DurableRunOptions
{
    /// <summary>The defaults.</summary>
    public static DurableRunOptions Default { get; } = new();

    /// <summary>The workload of the run's sessions.</summary>
    /// <value>The flow's; outside any flow, Api.</value>
    public Workload? Workload { get; init; }

    /// <summary>How long the caller waits once stage 1 has committed; the operation itself goes on.</summary>
    /// <value>Null: as long as it takes.</value>
    public TimeSpan? WaitLimit { get; init; }

    /// <summary>How often stage 1 is run again after a transient error.</summary>
    /// <value>3; 0 to 10.</value>
    [Range(0, 10)]
    public int MaxRetries { get; init; } = 3;
}
