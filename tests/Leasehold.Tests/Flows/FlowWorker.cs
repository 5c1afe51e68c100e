using Microsoft.Extensions.Hosting;

namespace Leasehold.Tests.Flows;

/// <summary>A background service that tells which flow it works in, and fails or waits when told to.</summary>
internal class FlowWorker(bool fails = false) : BackgroundService
{
    private readonly TaskCompletionSource<Flow?> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Flow?> Seen => _seen.Task;

    public bool IsDisposed { get; private set; }

    public string? StoppedIn { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        StoppedIn = Flow.Current?.Name;
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        IsDisposed = true;
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _seen.TrySetResult(Flow.Current);
        if (fails)
        {
            throw new NotSupportedException("The worker fails.");
        }

        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await never.Task.WaitAsync(stoppingToken);
    }
}
