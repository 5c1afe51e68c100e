using System.Diagnostics.Metrics;
using Leasehold.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Leasehold.Durable;

/// <summary>The durable operations of one database, put together.</summary>
internal sealed class DurableSetup : IDisposable
{
    private readonly DurableMetrics _metrics;

    private DurableSetup(
        RunParts parts,
        OperationCatalog catalog,
        IReadOnlyList<Recurrence> recurrences,
        IReadOnlyList<IWakeUpHints> hints,
        Func<Task> ready)
    {
        _metrics = parts.Metrics;
        var runner = new OperationRunner(parts, catalog, hints);
        Operations = new DurableOperations(runner, parts.Journal);
        Service = new DurableService(runner, catalog, recurrences, ready);
    }

    public DurableOperations Operations { get; }

    public DurableService Service { get; }

    public static DurableSetup Build(IServiceProvider services, string? database)
    {
        var pools = database is null
            ? services.GetRequiredService<ConnectionPools>()
            : services.GetRequiredKeyedService<ConnectionPools>(database);
        var options = services.GetRequiredService<IOptionsMonitor<DurableOptions>>()
            .Get(database ?? Microsoft.Extensions.Options.Options.DefaultName);
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        var steps = services.GetService<IStepObserver>();
        var active = new ActiveRuns();
        var parts = new RunParts
        {
            Pools = pools,
            Journal = new DurableJournal(pools, options, time, steps),
            Options = options,
            Active = active,
            Unread = new UnreadRows(time),
            Signal = new WakeSignal(time),
            Calls = new CallStage(stopping, time),
            Metrics = new DurableMetrics(services.GetService<IMeterFactory>(), active),
            Logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)
                .CreateLogger("Leasehold.Durable"),
            Time = time,
            Steps = steps,
            Stopping = stopping,
        };
        var types = services.GetServices<OperationRegistration>()
            .Where(registration => registration.Database == database)
            .Select(registration =>
            {
                var operation = registration.Resolve(services);
                return (operation, operation.Describe(registration.Kind, options.Operations[registration.Kind]));
            })
            .ToList();
        foreach (var (_, type) in types)
        {
            ThrowIfWithoutPool(pools, type);
        }

        ArgsJson.Settle(options.Json, types.Select(static t => t.Item2));
        var catalog = new OperationCatalog(types);
        var recurrences = services.GetServices<RecurringRegistration>()
            .Where(registration => registration.Database == database)
            .Select(registration => RecurrenceOf(registration, catalog, options))
            .ToList();
        var starts = services.GetServices<JournalStart>().Where(start => start.Database == database).ToList();
        return new DurableSetup(
            parts,
            catalog,
            recurrences,
            [.. services.GetServices<IWakeUpHints>()],
            () => Task.WhenAll(starts.Select(start => start.Ready(services))));
    }

    private static Recurrence RecurrenceOf(
        RecurringRegistration registration, OperationCatalog catalog, DurableOptions options)
    {
        if (!catalog.Kinds.Contains(registration.Kind, StringComparer.Ordinal))
        {
            throw new InvalidOperationException(
                $"The recurrence '{registration.Name}' is of the kind '{registration.Kind}', which is not registered: "
                + $"add AddOperation<…>(\"{registration.Kind}\").");
        }

        var type = catalog.Of(registration.Kind).ArgsType;
        return type == registration.ArgsType
            ? new Recurrence(registration, options.Recurring[registration.Name], options.Json)
            : throw new InvalidOperationException(
                $"The recurrence '{registration.Name}' makes {registration.ArgsType.Name}, but operations of the kind "
                + $"'{registration.Kind}' take {type.Name}.");
    }

    private static void ThrowIfWithoutPool(ConnectionPools pools, OperationType type)
    {
        try
        {
            _ = pools[type.Workload];
        }
        catch (KeyNotFoundException missing)
        {
            throw new InvalidOperationException(
                $"Operations:{type.Kind}:{nameof(DurableOperationOptions.Workload)}: {missing.Message}", missing);
        }
    }

    public void Dispose()
    {
        Service.Dispose();
        _metrics.Dispose();
    }
}
