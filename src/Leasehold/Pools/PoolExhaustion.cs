using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>Whom a pool tells when it lets someone in no more: caller, counters, log, flight record.</summary>
internal sealed class PoolExhaustion(ConnectionPool pool, PoolSetup setup)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);
    private const int NamedHolders = 5;

    private readonly ILogger _logger = setup.Logger;
    private readonly TimeProvider _time = setup.Time;
    private long _lastLog = long.MinValue;

    public Exception Refuse(Refusal refusal, TimeSpan waited, TimeSpan limit, bool forWriterTurn)
    {
        if (refusal == Refusal.ShutDown)
        {
            return new PoolClosedException(pool.Name);
        }

        var wasRefused = refusal == Refusal.TooManyWaiters;
        if (wasRefused)
        {
            pool.Counters.OnRefused();
            setup.Metrics.Refused(pool);
        }
        else
        {
            pool.Counters.OnTimedOut();
            setup.Metrics.TimedOut(pool);
        }

        var now = pool.Snapshot(1000);
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
        var now = _time.GetTimestamp();
        var last = Volatile.Read(ref _lastLog);
        if ((last == long.MinValue || _time.GetElapsedTime(last, now) >= LogInterval)
            && Interlocked.CompareExchange(ref _lastLog, now, last) == last)
        {
            Log.Exhausted(_logger, exhausted.Message);
            setup.OnExhausted(exhausted.Message);
        }
    }
}
