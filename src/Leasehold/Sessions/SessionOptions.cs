using System.Data;

namespace Leasehold;

/// <summary>How a session leases, isolates and retries.</summary>
/// <remarks>Immutable; a <see cref="Workload"/> alone can be given in its place.</remarks>
public sealed record SessionOptions
{
    /// <summary>The flow's workload, the usual isolation, no retries.</summary>
    public static SessionOptions Default { get; } = new();

    /// <summary>The workload to lease from.</summary>
    /// <value>The flow's; outside any flow, Api.</value>
    public Workload? Workload { get; init; }

    /// <summary>The line to wait in.</summary>
    /// <value><see cref="LeaseLane.Starting"/>.</value>
    public LeaseLane Lane { get; init; }

    /// <summary>The transaction's isolation.</summary>
    /// <value>Read committed, and repeatable read for reading sessions; SQLite is always serializable.</value>
    public IsolationLevel? IsolationLevel { get; init; }

    /// <summary>
    /// How often a session undone by a transient error (deadlock, serialization), or refused by a server that is not
    /// the primary, is run again from its start.
    /// </summary>
    /// <value>0; 0 to 10. Never after an unknown commit.</value>
    public int MaxRetries { get; init; }

    /// <summary>Replaces the pool's bound on waiting.</summary>
    /// <value>The pool's; 0 to 1 day.</value>
    public TimeSpan? AcquireTimeout { get; init; }

    internal bool IsReadOnly { get; init; }

    /// <summary>
    /// Repeats after lost connections and command time-outs too, until the token ends it: for outcomes that must be
    /// saved.
    /// </summary>
    /// <value>
    /// False. When true, <see cref="MaxRetries"/> does not count: bound it by a token. Never after an unknown commit.
    /// </value>
    public bool RepeatsUntilCancelled { get; init; }

    /// <summary>Options that name only the workload.</summary>
    /// <param name="workload">The workload.</param>
    public static implicit operator SessionOptions(Workload workload) => FromWorkload(workload);

    /// <summary>Options that name only the workload.</summary>
    /// <param name="workload">The workload.</param>
    public static SessionOptions FromWorkload(Workload workload) => new() { Workload = workload };
}
