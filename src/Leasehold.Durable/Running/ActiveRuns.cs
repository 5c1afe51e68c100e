using System.Collections.Concurrent;

namespace Leasehold.Durable;

/// <summary>What this instance runs now: what heartbeats renew and a stopping host hands back.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ActiveRuns
{
    // By lease, not by id: after a freeze an instance may take over its own operation while the old run goes on.
    private readonly ConcurrentDictionary<RunLease, byte> _runs = new();

    public int Count => _runs.Count;

    public IEnumerable<RunLease> All => _runs.Keys;

    public void Add(RunLease lease) => _runs.TryAdd(lease, 0);

    public void Remove(RunLease lease)
    {
        _runs.TryRemove(lease, out _);
        lease.End();
    }
}
