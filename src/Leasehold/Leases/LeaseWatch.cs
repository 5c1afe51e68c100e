using Leasehold.Admission;
using Microsoft.Extensions.Logging;

namespace Leasehold.Leases;

/// <summary>
/// Looks over all pools twice a second: lost leases, leases over their budget, idle connections, places that are kept
/// for a transaction which has ended.
/// </summary>
internal sealed class LeaseWatch : IDisposable
{
    /// <summary>Often enough that a one-second budget is reported within 1.5 s; a look costs microseconds.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly IEnumerable<PoolCore> _pools;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ITimer? _timer;

    public LeaseWatch(IEnumerable<PoolCore> pools, TimeProvider time, ILogger logger)
    {
        _pools = pools;
        _time = time;
        _logger = logger;
    }

    public void Start()
        => _timer = _time.CreateTimer(static state => ((LeaseWatch)state!).Look(), this, Interval, Interval);

    public void Dispose() => _timer?.Dispose();

    internal void Look()
    {
        try
        {
            foreach (var pool in _pools)
            {
                foreach (var slot in pool.Slots)
                {
                    Look(pool, slot);
                }

                foreach (var slot in pool.Enlisted.TakeForgotten())
                {
                    slot.TransactionEnded();
                }

                if (pool.Gate.TakeRetired())
                {
                    // The driver keeps the connections of places that are gone; no one tells which those are.
                    pool.Clear();
                }

                pool.Gate.CloseOverflowIdleFor(pool.Options.OverflowIdleTimeout);
                pool.Sweep.Look();
            }
        }
        catch (Exception exception)
        {
            // The watch must outlive any one bad look: without it leaks would go unnoticed from then on.
            Log.WatchFailed(_logger, exception);
        }
    }

    private static void Look(PoolCore pool, LeaseSlot slot)
    {
        var version = slot.Version;
        if (!LeaseSlot.IsHeldIn(version))
        {
            return;
        }

        if (slot.IsAbandoned(version) && slot.TryBeginReturn(version))
        {
            pool.Observer.Leaked(Ledger.Describe(slot));

            // Closing may wait for the server (a reset, a rollback): not on the timer's thread.
            ThreadPool.UnsafeQueueUserWorkItem(
                static lost => _ = lost.ReclaimAsync(), slot, preferLocal: false);
        }
        else if (pool.Options.HoldBudget > TimeSpan.Zero && !slot.IsReported
            && pool.Since(slot.TakenAtMs) > pool.Options.HoldBudget)
        {
            slot.IsReported = true;
            pool.Observer.OverBudget(pool.Options.HoldBudget, Ledger.Describe(slot));
        }
    }
}
