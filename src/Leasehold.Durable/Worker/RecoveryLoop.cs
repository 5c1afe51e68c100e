using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>
/// Takes over what is due and runs it, a bounded number at a time: operations whose owner is gone, whose next attempt
/// has come, and those written for any worker.
/// </summary>
internal sealed class RecoveryLoop(OperationRunner runner, OperationCatalog catalog) : IDisposable
{
    // More at a time would hold rows that others could run.
    private const int LargestClaim = 100;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstFailurePause = TimeSpan.FromMilliseconds(100);

    private static readonly SessionOptions Claiming = new()
    {
        Workload = Workload.Background,
        Lane = LeaseLane.Finishing,
        MaxRetries = 3,
    };

    private readonly RunParts _parts = runner.Parts;
    private readonly SemaphoreSlim _places = new(runner.Parts.Options.MaxConcurrency);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await RoundAsync(cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The database may be away for long; the loop must outlive that.
                Log.ClaimFailed(_parts.Logger, exception, failures + 1);
                var pause = FirstFailurePause * Math.Pow(2, Math.Min(failures++, 8));
                pause = pause < _parts.Options.PollInterval ? pause : _parts.Options.PollInterval;
                await _parts.Signal.WaitAsync(pause, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var places = await TakePlacesAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ClaimedRow> rows = [];
        TimeSpan? next = null;
        try
        {
            (rows, next) = await ClaimAsync(places, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (places > rows.Count)
            {
                _places.Release(places - rows.Count);
            }
        }

        foreach (var row in rows)
        {
            // Not awaited: the place is given back at its end, and a stopping host waits for the active runs, of which
            // it is one from here on.
            _parts.Active.Add(row.Lease);
            _ = Task.Run(() => RecoverAsync(row), CancellationToken.None);
        }

        if (rows.Count == 0)
        {
            await _parts.Signal.WaitAsync(WaitUntil(next), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> TakePlacesAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        var taken = 1;
        while (taken < LargestClaim && _places.Wait(0, CancellationToken.None))
        {
            taken++;
        }

        return taken;
    }

    // Bounded: a claim that takes longer than a lease would be over before it began, and one that never comes back, on
    // a line gone silent, must not end the recovery of everything else.
    private async Task<(IReadOnlyList<ClaimedRow> Rows, TimeSpan? Next)> ClaimAsync(
        int count, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_parts.Options.Lease, _parts.Time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await FaultPoints.PassAsync(FaultPoint.Claiming, bound.Token).ConfigureAwait(false);
        var claimed = await _parts.Pools.InSessionAsync(
            Claiming,
            async (session, token) =>
            {
                var rows = await _parts.Journal.ClaimAsync(session, catalog.Kinds, count, token).ConfigureAwait(false);
                return rows.Count > 0
                    ? (rows, null)
                    : (rows, await _parts.Journal.NextDueAsync(session, token).ConfigureAwait(false));
            },
            bound.Token).ConfigureAwait(false);
        await FaultPoints.PassAsync(FaultPoint.Claimed, bound.Token).ConfigureAwait(false);
        _parts.Metrics.Claimed(claimed.rows.Count);
        return claimed;
    }

    private async Task RecoverAsync(ClaimedRow row)
    {
        // No caller waits for it: without a span of its own, each of its stages would begin a trace.
        using var span = LeaseholdTracing.Stage(LeaseholdTracing.RecoverSpan, workload: null, row.Kind);
        try
        {
            using var flow = Flow.Begin($"durable {row.Kind}", Workload.Background);
            await catalog.Of(row.Kind).RecoverAsync(runner, row).ConfigureAwait(false);
        }
        catch (StageViolationException violation)
        {
            // Said already, with the operation's name.
            LeaseholdTracing.Failed(span, violation);
        }
        catch (Exception exception)
        {
            LeaseholdTracing.Failed(span, exception);
            Log.RunFailed(_parts.Logger, exception, row.Kind, row.Id);
        }
        finally
        {
            _parts.Active.Remove(row.Lease);
            _places.Release();
        }
    }

    // Spread by a quarter, so that instances started together do not ask together. What is due already and was not
    // claimed is locked, or of a kind unknown here: asking at once again would find the same.
    private TimeSpan WaitUntil(TimeSpan? next)
    {
        var poll = _parts.Options.PollInterval * (0.75 + (Random.Shared.NextDouble() / 2));
        return next is { } due && due > TimeSpan.Zero && due < poll ? due + ShortestWait : poll;
    }
}
