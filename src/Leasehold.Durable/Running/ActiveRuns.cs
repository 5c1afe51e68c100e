using System.Collections.Concurrent;

namespace Leasehold.Durable;

/// <summary>What this instance runs now: what heartbeats renew and a stopping host hands back.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ActiveRuns
{
    // By claim, not by id: after a freeze an instance may take over its own operation while the old run goes on.
    private readonly ConcurrentDictionary<Claim, byte> _runs = new();

    public int Count => _runs.Count;

    public IEnumerable<Claim> All => _runs.Keys;

    public void Add(Claim claim) => _runs.TryAdd(claim, 0);

    public void Remove(Claim claim)
    {
        _runs.TryRemove(claim, out _);
        claim.End();
    }
}
