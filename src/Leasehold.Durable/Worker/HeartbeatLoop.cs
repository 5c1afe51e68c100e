using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>Renews the leases of what this instance runs: one statement for all, every third of a lease.</summary>
/// <remarks>Outside the operations' own flows, and in the finishing lane, which no crowd of starters delays.</remarks>
internal sealed class HeartbeatLoop(RunParts parts)
{
    private static readonly SessionOptions Beating = new()
    {
        Workload = Workload.Background,
        Lane = LeaseLane.Finishing,
        MaxRetries = 3,
    };

    private readonly TimeSpan _interval = parts.Options.Lease / 3;

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
        // Young ones have most of their lease left, and are over before it matters as a rule.
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
            await FaultPoints.PassAsync(FaultPoint.Beating, bound.Token).ConfigureAwait(false);
            await parts.Pools.InSessionAsync(
                Beating,
                (session, token) => parts.Journal.RenewAsync(session, batch, token),
                bound.Token).ConfigureAwait(false);
            await FaultPoints.PassAsync(FaultPoint.Beaten, bound.Token).ConfigureAwait(false);
        }
    }
}
