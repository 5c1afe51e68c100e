using System.Diagnostics.Metrics;
using Leasehold.Admission;
using Leasehold.DependencyInjection;
using Leasehold.Leases;
using Leasehold.Pools;
using Leasehold.Providers;
using Leasehold.Sight;
using Leasehold.Sight.Attributions;
using Leasehold.Sight.Diagnoses;
using Leasehold.Sight.FlightRecords;
using Leasehold.Sight.Metrics;
using Leasehold.Workloads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leasehold;

/// <summary>Wires the pools of one database, and then starts them; <c>AddLeasehold</c> does so by itself.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class ConnectionPoolsBuilder
{
    private readonly DatabaseProvider _provider;
    private readonly LeaseholdOptions _options;

    /// <summary>Pools of a database.</summary>
    /// <param name="provider">The driver.</param>
    /// <param name="options">
    /// The settings, copied by <see cref="Build"/>; the standard pools are added where missing.
    /// </param>
    public ConnectionPoolsBuilder(DatabaseProvider provider, LeaseholdOptions options)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);
        _provider = provider;
        _options = options;
    }

    /// <summary>Logs.</summary>
    /// <value>By default nothing is logged.</value>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Makes the meter.</summary>
    /// <value>By default a plain one.</value>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Time.</summary>
    /// <value>By default the system's.</value>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Sees external calls made while a connection is held; one for all databases of an application.</summary>
    /// <value>By default one that logs.</value>
    public ExternalCallGuard? Guard { get; init; }

    /// <summary>The database's name where there are several: a part of its pools' names.</summary>
    /// <value>Null, for the first.</value>
    public string? Database { get; init; }

    /// <summary>Makes the pools; opens no connection yet.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong.</exception>
    public ConnectionPools Build()
    {
        var options = _options.Copy();
        options.Database = Database;
        options.AddStandardPools();
        LeaseholdOptionsValidator.ThrowIfInvalid(options);
        var time = TimeProvider ?? System.TimeProvider.System;
        var logger = new QuietLogger((LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Leasehold"));
        var guard = Guard ?? new ExternalCallGuard(loggerFactory: LoggerFactory, time: time);
        var metrics = new LeaseholdMetrics(MeterFactory, options.ConnectionMetrics);
        var usage = new UsageTable();
        var incidents = new Incidents();
        var budget = new ServerBudget(options.Borrowable);
        var maker = new PoolMaker(
            budget, guard, metrics, options.Attribution ? usage : null, incidents, time, logger);
        var own = maker.Make(_provider, options, further: null, use: null);
        var cores = new PoolSet(own);
        var attribution = new Attribution(usage, cores);
        var history = new PoolHistory(cores, time);
        var recorder = new FlightRecorder(
            new FlightCollector(cores, attribution, history, time),
            new FlightFiles(options.FlightRecords, logger),
            options,
            metrics,
            time);
        var sight = new PoolSight(
            cores,
            guard,
            metrics,
            attribution,
            history,
            recorder,
            DiagnosticianOf(options, own[0], cores, time),
            incidents,
            options.Attribution);
        var further = options.MaxFurtherDatabases > 0 ? new FurtherDatabases(options, MakeFurther, sight, time) : null;
        var watch = new LeaseWatch(cores, time, logger);
        var pools = new ConnectionPools(
            own, _provider, options, budget, further, watch, sight, time, logger);
        pools.Start();
        return pools;

        ConnectionPools MakeFurther(string connectionString, string name, LeaseholdOptions present)
        {
            var (provider, furtherOptions) = (_provider.For(connectionString), present.ForFurther());
            var made = maker.Make(provider, furtherOptions, name, new PoolUse(time));
            return new ConnectionPools(
                made, provider, furtherOptions, budget, null, null, sight, time, logger);
        }
    }

    private static Diagnostician DiagnosticianOf(
        LeaseholdOptions options, PoolCore first, PoolSet all, TimeProvider time)
    {
        var name = options.Database is null ? options.ApplicationName : $"{options.ApplicationName}/{options.Database}";
        var inspector = new ServerInspector(first, $"{name}/diagnosis", options.DiagnosisTimeout, time);
        return new Diagnostician(all, inspector, options.DiagnosisTimeout, time);
    }
}
