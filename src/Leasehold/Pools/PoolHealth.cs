using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Leasehold.Providers;

namespace Leasehold;

/// <summary>Which physical connections were seen alive when, and when that stopped being worth anything.</summary>
/// <remarks>
/// Thread-safe. Bounded: it forgets everything when it remembers more than a few generations of the pool.
/// </remarks>
internal sealed class PoolHealth(PoolOptions options, CoarseClock clock)
{
    /// <summary>
    /// At most one pool-wide clearing in this time: when a server restarts, every connection fails its check at
    /// nearly the same moment, and the first clearing has already dealt with the others.
    /// </summary>
    private const long ClearingIntervalMs = 1000;

    private readonly ConcurrentDictionary<int, long> _lastSuccess = new();
    private readonly int _capacity = (4 * (options.Size + options.MaxOverflow)) + 64;
    private readonly long _bypassMs = (long)options.PrePingBypass.TotalMilliseconds;
    private readonly Lock _clearing = new();
    private long _distrustBefore = long.MinValue;
    private long _lastClearing = long.MinValue / 2;

    public bool MustPing(DriverPool driver, DbConnection connection, long nowMs)
    {
        if (!options.PrePing || driver.ChecksOnOpen)
        {
            return false;
        }

        return _bypassMs == 0
            || !_lastSuccess.TryGetValue(driver.PhysicalId(connection), out var seen)
            || nowMs - seen >= _bypassMs
            || seen <= Volatile.Read(ref _distrustBefore);
    }

    public void Succeeded(DriverPool driver, DbConnection connection)
    {
        if (connection.State != ConnectionState.Open || driver.PhysicalId(connection) is not (not 0 and var id))
        {
            return;
        }

        if (_lastSuccess.Count > _capacity)
        {
            _lastSuccess.Clear();
        }

        _lastSuccess[id] = clock.NowMs;
    }

    /// <summary>
    /// A connection was found broken: no earlier success counts any more, on any connection of the pool.
    /// </summary>
    public void Distrust() => Volatile.Write(ref _distrustBefore, clock.NowMs);

    /// <summary>Clears the pool unless that was just done; when this returns it has been.</summary>
    /// <remarks>
    /// Callers wait for the one that clears: what they open next must not be another of the connections it is about
    /// to close. The drivers' clearing closes sockets, which takes well under a millisecond each.
    /// </remarks>
    /// <param name="clear">Clears the driver's pool.</param>
    /// <param name="evenIfJustDone">Whatever was cleared a moment ago, clear again.</param>
    public void Clear(Action clear, bool evenIfJustDone)
    {
        lock (_clearing)
        {
            var now = clock.NowMs;
            if (evenIfJustDone || now - _lastClearing >= ClearingIntervalMs)
            {
                _lastClearing = now;
                clear();
            }
        }
    }
}
