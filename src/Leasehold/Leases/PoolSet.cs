using System.Collections;

namespace Leasehold.Leases;

/// <summary>The pools of one budget: the configured ones, and those of further databases, which come and go.</summary>
/// <remarks>Thread-safe: whoever looks through it sees it as it was when the look began.</remarks>
internal sealed class PoolSet(IReadOnlyList<PoolCore> configured) : IEnumerable<PoolCore>
{
    // Guards writing.
    private readonly Lock _writing = new();
    private volatile IReadOnlyList<PoolCore> _all = configured;

    public void Add(IReadOnlyList<PoolCore> pools)
    {
        lock (_writing)
        {
            _all = [.. _all, .. pools];
        }
    }

    public void Remove(IReadOnlyList<PoolCore> pools)
    {
        lock (_writing)
        {
            _all = [.. _all.Except(pools)];
        }
    }

    public IEnumerator<PoolCore> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
