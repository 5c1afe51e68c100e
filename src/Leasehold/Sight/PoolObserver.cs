using System.Diagnostics;
using System.Diagnostics.Metrics;
using Leasehold.Leases;
using Leasehold.Sight.Attributions;
using Leasehold.Sight.ExternalCalls;
using Leasehold.Sight.Metrics;
using Microsoft.Extensions.Logging;

namespace Leasehold.Sight;

/// <summary>One pool's leases as metrics, spans, log lines and hold times.</summary>
/// <remarks>
/// Thread-safe. What listeners and log sinks throw ends here: the caller has a place in its hands.
/// </remarks>
internal sealed class PoolObserver : ILeaseObserver
{
    private readonly string _pool;
    private readonly Workload _workload;
    private readonly LeaseholdMetrics _metrics;
    private readonly UsageTable? _table;
    private readonly LeaseSampling _sampling = new();
    private readonly Incidents _incidents;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    /// <summary>An observer of one pool.</summary>
    /// <param name="tags">The pool's name, and the tags of its measurements.</param>
    /// <param name="workload">Its workload.</param>
    /// <param name="guard">Sees external calls.</param>
    /// <param name="metrics">The instruments.</param>
    /// <param name="table">Where hold times go; null when they are not split.</param>
    /// <param name="incidents">Whom exhaustion is told.</param>
    /// <param name="time">Time.</param>
    /// <param name="logger">Logs.</param>
    public PoolObserver(
        PoolTags tags,
        Workload workload,
        ExternalCallGuard guard,
        LeaseholdMetrics metrics,
        UsageTable? table,
        Incidents incidents,
        TimeProvider time,
        ILogger logger)
    {
        _pool = tags.Pool;
        _workload = workload;
        _metrics = metrics;
        _table = table;
        _incidents = incidents;
        _time = time;
        _logger = logger;
        Tags = tags;
        Guard = guard;
    }

    public ExternalCallGuard Guard { get; }

    /// <summary>The tags of its measurements.</summary>
    public PoolTags Tags { get; }

    /// <summary>What became of the time of its measured leases.</summary>
    public UsageCounts Usage { get; } = new();

    public bool NamesHolders => Guard.IsOn;

    public bool MarksBranches => Guard.Mode == GuardMode.Throw;

    public bool TimesWaits => _metrics.WaitTime.Enabled;

    public bool TimesCreation => _metrics.CreateTime is not null;

    public static PoolObserver Of(PoolCore pool) => (PoolObserver)pool.Observer;

    public static PoolObserver Of(LeaseSlot slot) => Of(slot.Pool);

    public Activity? WaitBegan() => LeaseholdTracing.Wait(_pool, _workload.Name);

    public void WaitEnded(Activity? wait, Exception? error)
    {
        if (wait is null)
        {
            return;
        }

        if (error is not null)
        {
            LeaseholdTracing.Failed(wait, error);
        }

        LeaseholdTracing.End(wait);
    }

    public void Waited(TimeSpan time) => Record(_metrics.WaitTime, time);

    public void Nested(string flow, int held)
    {
        Count(_metrics.Nested);
        Log.NestedAcquire(_logger, flow, _pool, held);
    }

    public void Opened(LeaseSlot slot)
    {
        if (_metrics.UseTime.Enabled)
        {
            slot.OpenedAt = _time.GetTimestamp();
        }

        if (_table is null || !_sampling.TryPick(slot.TakenAtMs))
        {
            return;
        }

        var meter = slot.SpareMeter as LeaseMeter ?? new LeaseMeter(slot, _time);
        slot.SpareMeter = meter;
        meter.Weight = _sampling.TakeWeight();
        slot.Meter = meter;
        if (slot.Flow is { } flow)
        {
            FlowDoings.Need(flow).Begin(meter);
        }
        else
        {
            meter.Begin(isCalling: false);
        }
    }

    public void Created(TimeSpan time) => Record(_metrics.CreateTime!, time);

    public void Ending(LeaseSlot slot)
    {
        if (slot.OpenedAt != 0)
        {
            Record(_metrics.UseTime, _time.GetElapsedTime(slot.OpenedAt));
        }

        if (slot.Meter is LeaseMeter meter)
        {
            FlowDoings.Of(slot.Flow)?.End(meter);
            var times = meter.End();
            Usage.Add(times, meter.Weight);
            _table!.Add(UsageTable.NameOf(slot.Flow, slot.Origin), _workload, times, meter.Weight);
        }
    }

    public void Leaked(Holder holder)
    {
        Log.LeaseLeaked(_logger, _pool, holder);
        Count(_metrics.Leaks);
    }

    public void OverBudget(TimeSpan budget, Holder holder)
    {
        Count(_metrics.OverBudget);
        Log.HeldOverBudget(_logger, _pool, budget.TotalMilliseconds, holder);
    }

    public void OverBudgetReturned(long heldMs) => Log.OverBudgetReturned(_logger, _pool, heldMs);

    public void Invalidated() => Log.PoolInvalidated(_logger, _pool);

    public void ReturnFailed(Exception exception) => Log.ReturnFailed(_logger, exception, _pool);

    public void WarmUpFailed(TimeSpan pause, Exception exception)
        => Log.WarmUpFailed(_logger, _pool, exception.GetType().Name, pause);

    public void TimedOut() => Count(_metrics.Timeouts, Tags.Connection);

    public void Refused() => Count(_metrics.Refusals);

    public void Exhausted(string message)
    {
        Log.Exhausted(_logger, message);
        try
        {
            _incidents.Report(message);
        }
        catch (Exception exception)
        {
            Swallow(exception);
        }
    }

    public void GuardReported() => Count(_metrics.GuardReports);

    // The framework's own trace, since the log may be what throws.
    private static void Swallow(Exception exception)
        => Trace.TraceError($"Leasehold: a listener to its metrics failed: {exception.GetType().Name}.");

    private void Count(Counter<long> counter, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            counter.Add(1, tags.IsEmpty ? [Tags.Name] : tags);
        }
        catch (Exception exception)
        {
            Swallow(exception);
        }
    }

    private void Record(Histogram<double> histogram, TimeSpan time)
    {
        try
        {
            histogram.Record(time.TotalSeconds, Tags.Connection);
        }
        catch (Exception exception)
        {
            Swallow(exception);
        }
    }
}
