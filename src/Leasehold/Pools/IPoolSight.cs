using Leasehold.Leases;

namespace Leasehold.Pools;

/// <summary>What looks at the pools of one database, as far as they know of it: it begins and ends with them.</summary>
internal interface IPoolSight
{
    void Start();

    void Stop();

    /// <summary>Looks at pools of a further database too.</summary>
    void Add(IReadOnlyList<PoolCore> further);

    /// <summary>They are closed.</summary>
    void Remove(IReadOnlyList<PoolCore> further);
}
