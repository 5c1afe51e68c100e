using Leasehold.Admission;
using Leasehold.Leases;

namespace Leasehold.Pools;

/// <summary>Whom a pool tells when it lets someone in no more: caller, counters, observer.</summary>
internal sealed class PoolExhaustion(PoolCore pool)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private const int NamedHolders = 5;
    private const int MaxHolders = 1000;

    private long _lastTold = long.MinValue;

    /// <summary>What to throw.</summary>
    public Exception Refuse(Refusal refusal, TimeSpan waited, TimeSpan limit, bool forWriterTurn)
    {
        if (refusal == Refusal.ShutDown)
        {
            return PoolClosedException.Of(pool.Name);
        }

        var wasRefused = refusal == Refusal.TooManyWaiters;
        if (wasRefused)
        {
            pool.Counters.OnRefused();
            pool.Observer.Refused();
        }
        else
        {
            pool.Counters.OnTimedOut();
            pool.Observer.TimedOut();
        }

        var now = PoolSnapshot.Of(pool, MaxHolders);
        var culprit = Culprit.Of(now.Holders);
        var exhausted = new PoolExhaustedException(
            now with { Holders = [.. now.Holders.Take(NamedHolders)] },
            culprit,
            waited,
            limit,
            wasRefused,
            forWriterTurn);
        TellOncePerIncident(exhausted);
        return exhausted;
    }

    // Under overload every refused request would write the same holders: one line per incident tells it.
    private void TellOncePerIncident(PoolExhaustedException exhausted)
    {
        var now = pool.Time.GetTimestamp();
        var last = Volatile.Read(ref _lastTold);
        if ((last == long.MinValue || pool.Time.GetElapsedTime(last, now) >= Interval)
            && Interlocked.CompareExchange(ref _lastTold, now, last) == last)
        {
            pool.Observer.Exhausted(exhausted.Message);
        }
    }
}
