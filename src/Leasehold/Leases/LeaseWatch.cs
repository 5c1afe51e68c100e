using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>
/// Looks over all pools twice a second: lost leases, leases over their budget, idle overflow; notes their history.
/// </summary>
internal sealed class LeaseWatch : IDisposable
{
    /// <summary>Often enough that a one-second budget is reported within 1.5 s; a look costs microseconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyCollection<ConnectionPool> _pools;
    private readonly PoolHistory _history;
    private readonly CoarseClock _clock;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public LeaseWatch(IReadOnlyCollection<ConnectionPool> pools, PoolHistory history, TimeProvider time, ILogger logger)
    {
        _history = history;
        _pools = pools;
        _clock = new CoarseClock(time);
        _logger = logger;
        _timer = time.CreateTimer(static state => ((LeaseWatch)state!).Look(), this, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    internal void Look()
    {
        try
        {
            _history.Note(_pools);
            foreach (var pool in _pools)
            {
                foreach (var slot in pool.Slots)
                {
                    Look(pool, slot);
                }

                pool.Gate.CloseOverflowIdleFor(pool.Options.OverflowIdleTimeout);
            }
        }
        catch (Exception exception)
        {
            // The watch must outlive any one bad look: without it leaks would go unnoticed from then on.
            Log.WatchFailed(_logger, exception);
        }
    }

    private void Look(ConnectionPool pool, LeaseSlot slot)
    {
        var version = slot.Version;
        if ((version & 1) == 0)
        {
            return;
        }

        if (slot.IsAbandoned(version) && slot.TryBeginReturn(version))
        {
            Reclaim(pool, slot, version);
        }
        else if (pool.Options.HoldBudget > TimeSpan.Zero && !slot.IsReported
            && _clock.Since(slot.TakenAtMs) > pool.Options.HoldBudget)
        {
            slot.IsReported = true;
            pool.ReportOverBudget(Ledger.Describe(slot, pool, _clock));
        }
    }

    private void Reclaim(ConnectionPool pool, LeaseSlot slot, int version)
    {
        pool.ReportLeak(Ledger.Describe(slot, pool, _clock));
        var connection = slot.Connection;

        // Closing may wait for the server (a reset, a rollback): not on the timer's thread.
        ThreadPool.UnsafeQueueUserWorkItem(
            static state =>
            {
                try
                {
                    // Whatever state its holder left it in goes with it: a cleared pool closes it on return.
                    state.pool.Clear();
                    state.connection?.Dispose();
                }
                catch (Exception exception)
                {
                    Log.WatchFailed(state._logger, exception);
                }
                finally
                {
                    state.slot.TryRelease(state.version, connectionIsGone: true);
                }
            },
            (pool, connection, slot, version, _logger),
            preferLocal: false);
    }
}
