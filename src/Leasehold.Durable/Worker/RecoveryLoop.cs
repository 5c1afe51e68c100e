using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>
/// Takes over what is due and runs it, a bounded number of each kind at a time: operations whose owner is gone, whose
/// next attempt has come, and those written for any worker.
/// </summary>
internal sealed class RecoveryLoop(OperationRunner runner, OperationCatalog catalog)
{
    // More at a time would hold rows that others could run.
    private const int LargestClaim = 100;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstFailurePause = TimeSpan.FromMilliseconds(100);

    private static readonly SessionOptions Claiming = new()
    {
        Workload = JournalPool.Workload,
        Lane = LeaseLane.Finishing,
        MaxRetries = 3,
    };

    private readonly RunParts _parts = runner.Parts;
    private readonly KindPlaces _places = new(catalog, runner.Parts.Options, runner.Parts.Signal);

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

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var free = _places.Free();
        if (free.Count == 0)
        {
            await _parts.Signal.WaitAsync(Spread(_parts.Options.PollInterval), cancellationToken).ConfigureAwait(false);
            return;
        }

        var (rows, next) = await ClaimAsync(free, cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            // Not awaited: the place is given back at its end, and a stopping host waits for the active runs, of which
            // it is one from here on.
            _places.Take(row.Kind, 1);
            _parts.Active.Add(row.Claim);
            _ = Task.Run(() => RecoverAsync(row), CancellationToken.None);
        }

        if (rows.Count == 0)
        {
            await _parts.Signal.WaitAsync(WaitUntil(next), cancellationToken).ConfigureAwait(false);
        }
    }

    // Bounded: claiming that takes longer than a claim lasts would be over before it began, and what never comes back,
    // on a line gone silent, must not end the recovery of everything else.
    private async Task<(IReadOnlyList<ClaimedRow> Rows, TimeSpan? Next)> ClaimAsync(
        IReadOnlyList<(string Kind, int Places)> free, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_parts.Options.Claim, _parts.Time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await _parts.PassAsync(DurableSteps.Claiming, bound.Token).ConfigureAwait(false);
        var claimed = await _parts.Pools
            .InSessionAsync(Claiming, (session, token) => ClaimAsync(session, free, token), bound.Token)
            .ConfigureAwait(false);
        await _parts.PassAsync(DurableSteps.Claimed, bound.Token).ConfigureAwait(false);
        _parts.Metrics.Claimed(claimed.Rows.Count);
        return claimed;
    }

    // Kind by kind, each up to its own places. Most rounds find nothing due, at the price of one statement.
    private async Task<(IReadOnlyList<ClaimedRow> Rows, TimeSpan? Next)> ClaimAsync(
        Session session, IReadOnlyList<(string Kind, int Places)> free, CancellationToken cancellationToken)
    {
        var due = await _parts.Journal
            .NextDueAsync(session, [.. free.Select(static kind => kind.Kind)], cancellationToken).ConfigureAwait(false);
        var rows = new List<ClaimedRow>();
        for (var i = 0; i < free.Count; i++)
        {
            if (due[i] <= TimeSpan.Zero)
            {
                rows.AddRange(await _parts.Journal
                    .ClaimAsync(
                        session,
                        free[i].Kind,
                        _parts.Unread.Current(),
                        Math.Min(free[i].Places, LargestClaim),
                        cancellationToken)
                    .ConfigureAwait(false));
            }
        }

        // What is due already and was not claimed is locked, or left to others: asking at once would find the same.
        return (rows, due.Where(static next => next > TimeSpan.Zero).Min());
    }

    private async Task RecoverAsync(ClaimedRow row)
    {
        // No caller waits for it: without a span of its own, each of its stages would begin a trace.
        using var span = DurableTracing.Begin(DurableTracing.RecoverSpan, workload: null, row.Kind);
        try
        {
            var type = catalog.Of(row.Kind);
            using var flow = Flow.Begin($"durable {row.Kind}", type.Workload);
            await type.RecoverAsync(runner, row).ConfigureAwait(false);
        }
        catch (Exception defect) when (CallStage.IsDefect(defect))
        {
            // Said already, with the operation's name.
            DurableTracing.Failed(span, defect);
        }
        catch (Exception exception)
        {
            DurableTracing.Failed(span, exception);
            Log.RunFailed(_parts.Logger, exception, row.Kind, row.Id);
        }
        finally
        {
            _parts.Active.Remove(row.Claim);
            _places.GiveBack(row.Kind);
        }
    }

    // Spread by a quarter, so that instances started together do not ask together.
    private TimeSpan WaitUntil(TimeSpan? next)
    {
        var poll = Spread(_parts.Options.PollInterval);
        return next is { } due && due < poll ? due + ShortestWait : poll;
    }

    private static TimeSpan Spread(TimeSpan poll) => poll * (0.75 + (Random.Shared.NextDouble() / 2));
}
