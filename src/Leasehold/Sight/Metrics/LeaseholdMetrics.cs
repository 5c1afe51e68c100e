using System.Diagnostics.Metrics;
using Leasehold.Admission;
using Leasehold.Leases;
using Leasehold.Sight.Attributions;
using Leasehold.Sight.ExternalCalls;

namespace Leasehold.Sight.Metrics;

/// <summary>The instruments of one database's pools, under the OpenTelemetry names where there is one.</summary>
/// <remarks>
/// Source: OpenTelemetry semantic conventions, database client connection pools. Count, max, idle and create_time
/// are there by choice only: the drivers' own meters have them too, and exporting both would count twice.
/// </remarks>
internal sealed class LeaseholdMetrics : IDisposable
{
    public const string MeterName = "Leasehold";
    public const string HoldStateTag = "leasehold.hold.state";
    public const string StateDatabase = "database";
    public const string StateExternal = "external";
    public const string StateIdle = "idle";
    public const string ConnectionStateTag = "db.client.connection.state";
    public const string StateUsed = "used";

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

    /// <summary>The instruments.</summary>
    /// <param name="factory">Makes the meter; null for a plain one.</param>
    /// <param name="hasAll">Whether all that the conventions name are there.</param>
    public LeaseholdMetrics(IMeterFactory? factory, bool hasAll)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        CreateTime = hasAll
            ? _meter.CreateHistogram<double>(
                "db.client.connection.create_time", "s", "Time to create a new connection.", tags: null, WaitBuckets)
            : null;
        WaitTime = _meter.CreateHistogram<double>(
            "db.client.connection.wait_time",
            "s",
            "Time to obtain an open connection from the pool.",
            tags: null,
            WaitBuckets);
        UseTime = _meter.CreateHistogram<double>(
            "db.client.connection.use_time",
            "s",
            "Time between borrowing a connection and returning it.",
            tags: null,
            UseBuckets);
        Timeouts = _meter.CreateCounter<long>(
            "db.client.connection.timeouts", "{timeout}", "Waits for a connection that ran out of time.");
        Refusals = _meter.CreateCounter<long>("leasehold.refusals", "{request}", "Requests refused at once.");
        Leaks = _meter.CreateCounter<long>("leasehold.leaks", "{lease}", "Leases lost without disposal.");
        Nested = _meter.CreateCounter<long>(
            "leasehold.nested_acquires", "{request}", "Waits of a flow that already held a lease.");
        OverBudget = _meter.CreateCounter<long>("leasehold.over_budget", "{lease}", "Leases held over HoldBudget.");
        GuardReports = _meter.CreateCounter<long>(
            "leasehold.guard.reports", "{call}", "External calls made while a connection was held.");
        FlightRecords = _meter.CreateCounter<long>("leasehold.flight_records", "{record}", "Flight records made.");
    }

    /// <summary>Null: not measured.</summary>
    public Histogram<double>? CreateTime { get; }

    public Histogram<double> WaitTime { get; }

    public Histogram<double> UseTime { get; }

    public Counter<long> Timeouts { get; }

    public Counter<long> Refusals { get; }

    public Counter<long> Leaks { get; }

    public Counter<long> Nested { get; }

    public Counter<long> OverBudget { get; }

    public Counter<long> GuardReports { get; }

    public Counter<long> FlightRecords { get; }

    /// <summary>Adds the instruments that are read when someone asks.</summary>
    public void Observe(IEnumerable<PoolCore> pools)
    {
        _meter.CreateObservableUpDownCounter(
            "db.client.connection.pending_requests",
            () => pools.Select(static p => new Measurement<int>(p.Gate.Counts.Waiting(), TagsOf(p).Connection)),
            "{request}",
            "Requests waiting for a connection.");
        if (CreateTime is not null)
        {
            ObserveConnections(pools);
        }

        _meter.CreateObservableUpDownCounter(
            "leasehold.leased",
            () => pools.Select(static p => new Measurement<int>(p.Gate.Counts.InUse, TagsOf(p).Name)),
            "{connection}",
            "Guaranteed connections leased now.");
        _meter.CreateObservableUpDownCounter(
            "leasehold.overflow",
            () => pools.Select(static p => new Measurement<int>(p.Gate.Counts.OverflowInUse, TagsOf(p).Name)),
            "{connection}",
            "Overflow connections leased now.");
        _meter.CreateObservableCounter(
            "leasehold.hold.time",
            () => pools.SelectMany(HoldTimes),
            "s",
            "Time that leases were held, by what it was spent on.");
        _meter.CreateObservableGauge(
            "leasehold.efficiency",
            () => pools.SelectMany(Efficiency),
            "1",
            "Database time of leases divided by their hold time, since the start.");
    }

    public void Dispose() => _meter.Dispose();

    private void ObserveConnections(IEnumerable<PoolCore> pools)
    {
        _meter.CreateObservableUpDownCounter(
            "db.client.connection.count",
            () => pools.SelectMany(Connections),
            "{connection}",
            "Connections in the state that the attribute names.");
        Observe("db.client.connection.idle.max", "Most idle connections that are kept.", static p => p.Options.Size);

        // None is made before it is asked for.
        Observe("db.client.connection.idle.min", "Fewest idle connections that are kept.", static _ => 0);
        Observe(
            "db.client.connection.max",
            "Most connections that may be open.",
            static p => p.Options.Size + p.Options.MaxOverflow);

        void Observe(string name, string description, Func<PoolCore, int> value)
            => _meter.CreateObservableUpDownCounter(
                name,
                () => pools.Select(p => new Measurement<int>(value(p), TagsOf(p).Connection)),
                "{connection}",
                description);
    }

    private static PoolTags TagsOf(PoolCore pool) => PoolObserver.Of(pool).Tags;

    private static Measurement<int>[] Connections(PoolCore pool)
    {
        var counts = pool.Gate.Counts;
        return
        [
            In(StateUsed, counts.InUse + counts.OverflowInUse),
            In(StateIdle, pool.IdleOfSize + counts.OverflowIdle),
        ];

        Measurement<int> In(string state, int count)
            => new(count, [.. TagsOf(pool).Connection, new(ConnectionStateTag, state)]);
    }

    private static Measurement<double>[] HoldTimes(PoolCore pool)
    {
        var times = PoolObserver.Of(pool).Usage.Sums.Times;
        return
        [
            Spent(times.Database, StateDatabase),
            Spent(times.External, StateExternal),
            Spent(times.Idle, StateIdle),
        ];

        Measurement<double> Spent(TimeSpan time, string state)
            => new(time.TotalSeconds, TagsOf(pool).Name, new(HoldStateTag, state));
    }

    private static Measurement<double>[] Efficiency(PoolCore pool)
        => UsageCounts.Efficiency(PoolObserver.Of(pool).Usage.Sums.Times) is { } efficiency
            ? [new(efficiency, TagsOf(pool).Name)]
            : [];
}
