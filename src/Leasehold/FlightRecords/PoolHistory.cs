namespace Leasehold;

/// <summary>The last minute of one database's pools, at one-second steps.</summary>
/// <remarks>Thread-safe. Bounded: 60 moments of each pool.</remarks>
public sealed class PoolHistory
{
    internal PoolHistory()
    {
    }

    /// <summary>The moments of a workload's pool, oldest first; fewer than 60 in the first minute.</summary>
    /// <param name="workload">The workload.</param>
    public IReadOnlyList<PoolMoment> Read(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return [];
    }
}
