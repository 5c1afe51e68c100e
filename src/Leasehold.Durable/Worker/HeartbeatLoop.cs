namespace Leasehold.Durable;

/// <summary>Renews the claims on what this instance runs: one session for all, every third of a claim.</summary>
/// <remarks>Outside the operations' own flows, and on connections that nothing but the journal's upkeep has.</remarks>
internal sealed class HeartbeatLoop(RunParts parts)
{
    private static readonly SessionOptions Beating = new()
    {
        Workload = JournalPool.Workload,
        Lane = LeaseLane.Finishing,
        MaxRetries = 3,
    };

    private readonly TimeSpan _interval = parts.Options.Claim / 3;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval, parts.Time);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                await BeatAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The next beat may still come in time; if none does, others take over, and the fence holds.
                Log.HeartbeatFailed(parts.Logger, exception);
            }
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        // Young ones have most of their claim left, and are over before it matters as a rule.
        var ids = parts.Active.All
            .Where(run => !run.IsFenced && parts.Time.GetElapsedTime(run.ClaimedAt) > _interval / 2)
            .Select(static run => run.Id)
            .Distinct()
            .ToList();

        // Bounded, so that a beat that hangs, on a line gone silent, leaves time for the next one.
        using var late = new CancellationTokenSource(_interval, parts.Time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        foreach (var batch in ids.Chunk(DurableJournal.BatchSize))
        {
            await parts.PassAsync(DurableSteps.Beating, bound.Token).ConfigureAwait(false);
            await parts.Pools.InSessionAsync(
                Beating,
                (session, token) => parts.Journal.RenewAsync(session, batch, token),
                bound.Token).ConfigureAwait(false);
            await parts.PassAsync(DurableSteps.Beaten, bound.Token).ConfigureAwait(false);
        }
    }
}
