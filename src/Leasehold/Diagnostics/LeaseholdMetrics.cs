using System.Diagnostics.Metrics;

namespace Leasehold;

/// <summary>The instruments of one database's pools, under the OpenTelemetry names where there is one.</summary>
/// <remarks>
/// Source: OpenTelemetry semantic conventions, database client connection metrics. The drivers' own meters stay the
/// source for count, max, idle and create_time: exporting both would count twice.
/// </remarks>
internal sealed class LeaseholdMetrics : IDisposable
{
    public const string MeterName = "Leasehold";
    public const string PoolTag = "db.client.connection.pool.name";

    public const string HoldStateTag = "leasehold.hold.state";
    public const string StateDatabase = "database";
    public const string StateExternal = "external";
    public const string StateIdle = "idle";

    // The usual wait is below a microsecond and the longest is AcquireTimeout; holds are a round trip and more.
    private static readonly InstrumentAdvice<double> WaitBuckets = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private static readonly InstrumentAdvice<double> UseBuckets = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly Meter _meter;
    private readonly Histogram<double> _waitTime;
    private readonly Histogram<double> _useTime;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _leaks;
    private readonly Counter<long> _nested;
    private readonly Counter<long> _overBudget;
    private readonly Counter<long> _guardReports;
    private readonly Counter<long> _flightRecords;

    public LeaseholdMetrics(IMeterFactory? factory, Func<IEnumerable<ConnectionPool>> pools)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _waitTime = _meter.CreateHistogram<double>(
            "db.client.connection.wait_time",
            "s",
            "Time to obtain an open connection from the pool.",
            tags: null,
            WaitBuckets);
        _useTime = _meter.CreateHistogram<double>(
            "db.client.connection.use_time",
            "s",
            "Time between borrowing a connection and returning it.",
            tags: null,
            UseBuckets);
        _timeouts = _meter.CreateCounter<long>(
            "db.client.connection.timeouts", "{timeout}", "Waits for a connection that ran out of time.");
        _refusals = _meter.CreateCounter<long>("leasehold.refusals", "{request}", "Requests refused at once.");
        _leaks = _meter.CreateCounter<long>("leasehold.leaks", "{lease}", "Leases lost without disposal.");
        _nested = _meter.CreateCounter<long>(
            "leasehold.nested_acquires", "{request}", "Waits of a flow that already held a lease.");
        _overBudget = _meter.CreateCounter<long>("leasehold.over_budget", "{lease}", "Leases held over HoldBudget.");
        _guardReports = _meter.CreateCounter<long>(
            "leasehold.guard.reports", "{call}", "External calls made while a connection was held.");
        _flightRecords = _meter.CreateCounter<long>("leasehold.flight_records", "{record}", "Flight records made.");
        Observe(pools);
    }

    private void Observe(Func<IEnumerable<ConnectionPool>> pools)
    {
        _meter.CreateObservableUpDownCounter(
            "db.client.connection.pending_requests",
            () => pools().Select(static p => new Measurement<int>(p.Counts.Waiting(), Tag(p))),
            "{request}",
            "Requests waiting for a connection.");
        _meter.CreateObservableUpDownCounter(
            "leasehold.leased",
            () => pools().Select(static p => new Measurement<int>(p.Counts.InUse, Tag(p))),
            "{connection}",
            "Guaranteed connections leased now.");
        _meter.CreateObservableUpDownCounter(
            "leasehold.overflow",
            () => pools().Select(static p => new Measurement<int>(p.Counts.OverflowInUse, Tag(p))),
            "{connection}",
            "Overflow connections leased now.");
        _meter.CreateObservableCounter(
            "leasehold.hold.time",
            () => pools().SelectMany(HoldTimes),
            "s",
            "Time that leases were held, by what it was spent on.");
        _meter.CreateObservableGauge(
            "leasehold.efficiency",
            () => pools().SelectMany(Efficiency),
            "1",
            "Database time of leases divided by their hold time, since the start.");
    }

    public bool TimesWaits => _waitTime.Enabled;

    public bool TimesUse => _useTime.Enabled;

    public void Waited(ConnectionPool pool, TimeSpan time) => _waitTime.Record(time.TotalSeconds, Tag(pool));

    public void Used(ConnectionPool pool, TimeSpan time) => _useTime.Record(time.TotalSeconds, Tag(pool));

    public void TimedOut(ConnectionPool pool) => _timeouts.Add(1, Tag(pool));

    public void Refused(ConnectionPool pool) => _refusals.Add(1, Tag(pool));

    public void Leaked(ConnectionPool pool) => _leaks.Add(1, Tag(pool));

    public void Nested(ConnectionPool pool) => _nested.Add(1, Tag(pool));

    public void OverBudget(ConnectionPool pool) => _overBudget.Add(1, Tag(pool));

    public void GuardReported(ConnectionPool pool) => _guardReports.Add(1, Tag(pool));

    public void FlightRecorded() => _flightRecords.Add(1);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(ConnectionPool pool) => new(PoolTag, pool.Name);

    private static Measurement<double>[] HoldTimes(ConnectionPool pool)
    {
        var times = pool.Usage.Sums.Times;
        return
        [
            Spent(times.Database, StateDatabase),
            Spent(times.External, StateExternal),
            Spent(times.Idle, StateIdle),
        ];

        Measurement<double> Spent(TimeSpan time, string state)
            => new(time.TotalSeconds, Tag(pool), new(HoldStateTag, state));
    }

    private static Measurement<double>[] Efficiency(ConnectionPool pool)
        => UsageCounts.Efficiency(pool.Usage.Sums.Times) is { } efficiency
            ? [new(efficiency, Tag(pool))]
            : [];
}
