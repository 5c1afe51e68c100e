using Leasehold.Durable.Faults;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Durable;

/// <summary>Runs the loops with the host, and hands back what is still running when it stops.</summary>
internal sealed class DurableService(OperationRunner runner, OperationCatalog catalog) : IHostedService, IDisposable
{
    // Beyond the calls' own grace: to write down how they ended.
    private static readonly TimeSpan ToWriteDown = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstSchemaPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestSchemaPause = TimeSpan.FromSeconds(5);

    private readonly RunParts _parts = runner.Parts;
    private readonly RecoveryLoop _recovery = new(runner, catalog);
    private readonly CancellationTokenSource _claiming = new();
    private readonly CancellationTokenSource _beating = new();
    private Task _working = Task.CompletedTask;
    private Task _heartbeat = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var hasSchema = await TryEnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
        _heartbeat = Task.Run(() => new HeartbeatLoop(_parts).RunAsync(_beating.Token), CancellationToken.None);
        _working = Task.Run(() => WorkAsync(hasSchema), CancellationToken.None);
    }

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
        _claiming.Dispose();
        _beating.Dispose();
        _recovery.Dispose();
    }

    private async Task WorkAsync(bool hasSchema)
    {
        var pause = FirstSchemaPause;
        while (!hasSchema && !_claiming.IsCancellationRequested)
        {
            await Task.Delay(pause, _parts.Time, _claiming.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            hasSchema = await TryEnsureSchemaAsync(_claiming.Token).ConfigureAwait(false);
            pause = pause * 2 < LongestSchemaPause ? pause * 2 : LongestSchemaPause;
        }

        if (_parts.Options.RunsWorker && catalog.Kinds.Count > 0)
        {
            await Task.WhenAll(_recovery.RunAsync(_claiming.Token), new RetentionLoop(_parts).RunAsync(_claiming.Token))
                .ConfigureAwait(false);
        }
    }

    // A database that is down at start-up is the health check's to report; the service waits for it.
    private async Task<bool> TryEnsureSchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _parts.Journal.EnsureSchemaAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
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
            await FaultPoints.PassAsync(FaultPoint.HandingBack, bound.Token).ConfigureAwait(false);
            var options = new SessionOptions { Workload = Workload.Background, Lane = LeaseLane.Finishing };
            var handedBack = 0;
            foreach (var batch in ids.Chunk(DurableJournal.BatchSize))
            {
                handedBack += await _parts.Pools
                    .InSessionAsync(
                        options, (session, token) => _parts.Journal.HandBackAsync(session, batch, token), bound.Token)
                    .ConfigureAwait(false);
            }

            await FaultPoints.PassAsync(FaultPoint.HandedBack, bound.Token).ConfigureAwait(false);
            _parts.Metrics.HandedBack(handedBack);
            Log.HandedBack(_parts.Logger, handedBack);
            runner.Wake(others: true);
        }
        catch (Exception exception)
        {
            // Their leases end by themselves.
            Log.HandBackFailed(_parts.Logger, exception, ids.Count);
        }
    }
}
