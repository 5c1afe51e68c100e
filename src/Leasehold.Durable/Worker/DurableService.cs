using Microsoft.Extensions.Hosting;

namespace Leasehold.Durable;

/// <summary>Runs the loops with the host, and hands back what is still running when it stops.</summary>
/// <remarks>
/// The worker begins when every service has started, so that one that fails to start leaves none at work. Disposed
/// without having been stopped, it ends all the same; the claims of what runs then end by themselves.
/// </remarks>
internal sealed class DurableService(
    OperationRunner runner, OperationCatalog catalog, IReadOnlyList<Recurrence> recurrences, Func<Task> ready)
    : IHostedLifecycleService, IDisposable
{
    // Beyond the calls' own grace: to write down how they ended.
    private static readonly TimeSpan ToWriteDown = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstSchemaPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSchemaPause = TimeSpan.FromSeconds(5);

    private readonly RunParts _parts = runner.Parts;
    private readonly RecoveryLoop _recovery = new(runner, catalog);

    // The calls of a host that stops are cut short: it claims no more of them.
    private readonly CancellationTokenSource _claiming =
        CancellationTokenSource.CreateLinkedTokenSource(runner.Parts.Stopping);

    private readonly CancellationTokenSource _beating = new();
    private int _isDisposed;
    private Task _ready = Task.CompletedTask;
    private bool _hasSchema;
    private Task _working = Task.CompletedTask;
    private Task _heartbeat = Task.CompletedTask;

    /// <summary>The end of its loops.</summary>
    public Task Ended => Task.WhenAll(_working, _heartbeat);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _ready = ready();
        _hasSchema = _ready.IsCompletedSuccessfully
            && await TryEnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
        var beating = _beating.Token;
        _heartbeat = Task.Run(
            () => Task.WhenAll(
                new HeartbeatLoop(_parts).RunAsync(beating), new ProgressLoop(_parts).RunAsync(beating)),
            CancellationToken.None);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var claiming = _claiming.Token;
        _working = Task.Run(() => WorkAsync(_hasSchema, claiming), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _claiming.CancelAsync().ConfigureAwait(false);

        // What it was claiming when told to stop is an active run after this.
        await _working.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var running = Task.WhenAll(_parts.Active.All.Select(static run => run.Ended));
        await running.WaitAsync(_parts.Options.StopGrace + ToWriteDown, _parts.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _beating.CancelAsync().ConfigureAwait(false);
        await HandBackAsync().ConfigureAwait(false);
        await _heartbeat.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            // The container has it twice: as a service of its own and as a part of what it belongs to.
            return;
        }

        _claiming.Cancel();
        _beating.Cancel();
        _claiming.Dispose();
        _beating.Dispose();
    }

    private async Task WorkAsync(bool hasSchema, CancellationToken claiming)
    {
        await _ready.WaitAsync(claiming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_ready.IsCompletedSuccessfully)
        {
            if (!claiming.IsCancellationRequested)
            {
                Log.StartFailed(_parts.Logger, _ready.Exception?.InnerException);
            }

            return;
        }

        var pause = FirstSchemaPause;
        while (!hasSchema && !claiming.IsCancellationRequested)
        {
            await Task.Delay(pause, _parts.Time, claiming)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                hasSchema = await TryEnsureSchemaAsync(claiming).ConfigureAwait(false);
            }
            catch (JournalShapeException exception)
            {
                // The host has started meanwhile. Waiting would not mend it, so it is said once.
                Log.SchemaRefused(_parts.Logger, exception);
                return;
            }

            pause = pause * 2 < LongestSchemaPause ? pause * 2 : LongestSchemaPause;
        }

        if (!_parts.Options.RunsWorker)
        {
            return;
        }

        // Without a kind of its own it still looks after the journal, and says whose operations lie there.
        var loops = new List<Task> { new RetentionLoop(_parts, new UnknownKinds(_parts, catalog)).RunAsync(claiming) };
        if (catalog.Kinds.Count > 0)
        {
            loops.Add(_recovery.RunAsync(claiming));
        }

        if (recurrences.Count > 0)
        {
            var journal = new RecurringJournal(_parts.Journal.Dialect);
            var recurring = new RecurringLoop(_parts, journal, recurrences, () => runner.Wake(others: true));
            loops.Add(recurring.RunAsync(claiming));
        }

        await Task.WhenAll(loops).ConfigureAwait(false);
    }

    // A database that is down at start-up is the health check's to report; the service waits for it.
    private async Task<bool> TryEnsureSchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _parts.Journal.EnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
            when (exception is not JournalShapeException && !cancellationToken.IsCancellationRequested)
        {
            Log.SchemaFailed(_parts.Logger, exception);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Their runs may still be going: whoever completes first wins, since a new owner's claim moves the fence.
    private async Task HandBackAsync()
    {
        var ids = _parts.Active.All.Where(static run => !run.IsFenced).Select(static run => run.Id).Distinct().ToList();
        if (ids.Count == 0)
        {
            return;
        }

        Log.HandingBack(_parts.Logger, ids.Count);
        using var bound = new CancellationTokenSource(ToWriteDown, _parts.Time);
        try
        {
            await _parts.PassAsync(DurableSteps.HandingBack, bound.Token).ConfigureAwait(false);
            var options = new SessionOptions { Workload = JournalPool.Workload, Lane = LeaseLane.Finishing };
            var handedBack = 0;
            foreach (var batch in ids.Chunk(DurableJournal.BatchSize))
            {
                handedBack += await _parts.Pools
                    .InSessionAsync(
                        options, (session, token) => _parts.Journal.HandBackAsync(session, batch, token), bound.Token)
                    .ConfigureAwait(false);
            }

            await _parts.PassAsync(DurableSteps.HandedBack, bound.Token).ConfigureAwait(false);
            _parts.Metrics.HandedBack(handedBack);
            Log.HandedBack(_parts.Logger, handedBack);
            runner.Wake(others: true);
        }
        catch (Exception exception)
        {
            // Their claims end by themselves.
            Log.HandBackFailed(_parts.Logger, exception, ids.Count);
        }
    }
}
