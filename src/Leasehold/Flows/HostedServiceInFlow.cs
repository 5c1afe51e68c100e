using Microsoft.Extensions.Hosting;

namespace Leasehold.Flows;

/// <summary>Runs a hosted service in a flow of its own.</summary>
/// <remarks>
/// A background service itself, showing the inner one's task, so that the host goes on noticing when it fails.
/// </remarks>
internal sealed class HostedServiceInFlow(IHostedService inner, Workload workload, bool owns)
    : BackgroundService, IHostedLifecycleService, IAsyncDisposable
{
    private readonly string _name = inner.GetType().Name;
    private Flow? _flow;

    // Null for a service that has no such task, which the host understands.
    public override Task? ExecuteTask => inner is BackgroundService service ? service.ExecuteTask : null;

    // Asynchronous, so that the caller's own flow is in force again when this returns; the service's work keeps the
    // one in which it was started until the service has stopped.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _flow = Flow.Begin(_name, workload);
        await inner.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await InFlowAsync(inner.StopAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _flow?.Dispose();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken)
        => inner is IHostedLifecycleService service
            ? InFlowAsync(service.StartingAsync, cancellationToken)
            : Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
        => inner is IHostedLifecycleService service
            ? InFlowAsync(service.StartedAsync, cancellationToken)
            : Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
        => inner is IHostedLifecycleService service
            ? InFlowAsync(service.StoppingAsync, cancellationToken)
            : Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
        => inner is IHostedLifecycleService service
            ? InFlowAsync(service.StoppedAsync, cancellationToken)
            : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (owns && inner is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
            base.Dispose();
        }
        else
        {
            Dispose();
        }
    }

    public override void Dispose()
    {
        if (owns)
        {
            (inner as IDisposable)?.Dispose();
        }

        base.Dispose();
    }

    // Never called: the inner service's own StartAsync starts its work.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    private async Task InFlowAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        using var flow = Flow.Begin(_name, workload);
        await step(cancellationToken).ConfigureAwait(false);
    }
}
