using System.Data;
using System.Data.Common;
using System.Numerics;
using Leasehold.Providers;

namespace Leasehold.Leases;

/// <summary>Which physical connections were seen alive when, and when that stopped being worth anything.</summary>
/// <remarks>
/// Thread-safe. Of two connections that fall on the same entry the later one stays: the other is checked once more
/// than it need be. Every lease looks here, so an entry is one word: the connection's number and the low half of the
/// time in milliseconds, which is exact for any bypass, since a connection does not idle for seven weeks.
/// </remarks>
internal sealed class PoolHealth(PoolOptions options, DriverPool driver)
{
    /// <summary>
    /// At most one pool-wide clearing in this time: when a server restarts, every connection fails its check at
    /// nearly the same moment, and the first clearing has already dealt with the others.
    /// </summary>
    private const long ClearingIntervalMs = 1000;

    private readonly long[] _lastSuccess
        = new long[BitOperations.RoundUpToPowerOf2((uint)(8 * (options.Size + options.MaxOverflow)))];

    private readonly bool _pings = options.PrePing;
    private readonly bool _resetsOnReturn = driver.ResetsOnReturn;
    private readonly bool _isTrusted = driver.ChecksOnOpen || !(options.PrePing || driver.ResetsOnReturn);
    private readonly uint _bypassMs = (uint)Math.Min(options.PrePingBypass.TotalMilliseconds, int.MaxValue);
    private readonly Lock _clearing = new();
    private long _lastClearing = long.MinValue / 2;

    /// <summary>Whether a connection just opened has to be checked before it is handed out.</summary>
    /// <remarks>
    /// Of a driver that resets on return, an entry says that this was done, and is used up by the next holder: however
    /// a connection got back without it, it is reset before it is handed out.
    /// </remarks>
    /// <param name="id">The driver's name of it.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="sinceMs">What answered since then is not asked again, whatever the bypass.</param>
    public bool MustPing(int id, long nowMs, long? sinceMs = null)
    {
        if (_isTrusted)
        {
            return false;
        }

        ref var entry = ref EntryOf(id);
        var seen = Volatile.Read(ref entry);
        var isKnown = (int)(seen >> 32) == id && id != 0;
        if (isKnown && _resetsOnReturn)
        {
            Volatile.Write(ref entry, 0);
        }

        var age = (uint)nowMs - (uint)seen;
        return !isKnown || (_pings && age >= _bypassMs && !(age <= nowMs - sinceMs));
    }

    /// <summary>The server has just answered on this connection, and it is as a new holder should find it.</summary>
    public void Succeeded(DriverPool driver, DbConnection connection, long nowMs)
    {
        if (connection.State == ConnectionState.Open && driver.PhysicalId(connection) is not 0 and var id)
        {
            Volatile.Write(ref EntryOf(id), ((long)id << 32) | (uint)nowMs);
        }
    }

    /// <summary>
    /// A connection was found broken: no earlier success counts any more, on any connection of the pool.
    /// </summary>
    public void Distrust() => Array.Clear(_lastSuccess);

    /// <summary>Clears the pool unless that was just done; when this returns it has been.</summary>
    /// <remarks>
    /// Callers wait for the one that clears: what they open next must not be another of the connections it is about
    /// to close. The drivers' clearing closes sockets, which takes well under a millisecond each.
    /// </remarks>
    /// <param name="clear">Clears the driver's pool.</param>
    /// <param name="nowMs">The time.</param>
    /// <param name="evenIfJustDone">Whatever was cleared a moment ago, clear again.</param>
    public void Clear(Action clear, long nowMs, bool evenIfJustDone)
    {
        lock (_clearing)
        {
            if (evenIfJustDone || nowMs - _lastClearing >= ClearingIntervalMs)
            {
                _lastClearing = nowMs;
                clear();
            }
        }
    }

    private ref long EntryOf(int id) => ref _lastSuccess[id & (_lastSuccess.Length - 1)];
}
