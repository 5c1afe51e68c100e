using System.Collections.Concurrent;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>The keys whose first request has not been answered yet.</summary>
internal sealed class InFlightKeys
{
    private readonly ConcurrentDictionary<string, byte> _keys = new(StringComparer.Ordinal);

    public bool TryClaim(string key) => _keys.TryAdd(key, 0);

    public void Release(string key) => _keys.TryRemove(key, out _);
}
