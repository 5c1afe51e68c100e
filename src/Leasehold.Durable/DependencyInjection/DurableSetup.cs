using System.Diagnostics.Metrics;
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

    private DurableSetup(RunParts parts, OperationCatalog catalog, IReadOnlyList<IWakeUpHints> hints)
    {
        _metrics = parts.Metrics;
        var runner = new OperationRunner(parts, catalog, hints);
        Operations = new DurableOperations(runner, parts.Journal);
        Service = new DurableService(runner, catalog);
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
        var active = new ActiveRuns();
        var parts = new RunParts
        {
            Pools = pools,
            Journal = new DurableJournal(pools, options, time),
            Options = options,
            Active = active,
            Signal = new WakeSignal(time),
            Metrics = new DurableMetrics(services.GetService<IMeterFactory>(), active),
            Logger = (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)
                .CreateLogger("Leasehold.Durable"),
            Time = time,
            Stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None,
        };
        var types = services.GetServices<OperationRegistration>()
            .Where(registration => registration.Database == database)
            .Select(registration =>
            {
                var operation = registration.Resolve(services);
                return (operation, operation.Describe(registration.Kind, options.Operations[registration.Kind]));
            })
            .ToList();
        return new DurableSetup(parts, new OperationCatalog(types), [.. services.GetServices<IWakeUpHints>()]);
    }

    public void Dispose()
    {
        Service.Dispose();
        _metrics.Dispose();
    }
}
