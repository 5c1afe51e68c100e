namespace Leasehold.Durable;

/// <summary>Writes down how far this instance's calls say they are: the latest word of each, if it is new.</summary>
/// <remarks>A call holds no connection, so it cannot write by itself; what it reports costs it nothing.</remarks>
internal sealed class ProgressLoop(RunParts parts)
{
    private static readonly SessionOptions Writing = new() { Workload = JournalPool.Workload };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(parts.Options.ProgressInterval, parts.Time);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                await WriteAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // A hint for people; the next word comes with the next tick.
                Log.ProgressNotWritten(parts.Logger, exception);
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        // Bounded, so that a write that hangs, on a line gone silent, is not the last one.
        using var late = new CancellationTokenSource(parts.Options.Claim, parts.Time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        foreach (var run in parts.Active.All.Where(static run => !run.IsFenced))
        {
            if (run.TakeProgress() is { } progress)
            {
                await WriteAsync(run, progress, bound.Token).ConfigureAwait(false);
            }
        }
    }

    // Each by itself: one that waits for a run that is just being saved must hold up neither the saves nor the
    // heartbeats of the others.
    private async Task WriteAsync(Claim run, DurableProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await parts.PassAsync(DurableSteps.Reporting, cancellationToken).ConfigureAwait(false);
            await parts.Pools.InSessionAsync(
                Writing,
                (session, token) => parts.Journal.ReportAsync(session, run, progress, token),
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // It may be the last one for long.
            run.GiveBack(progress);
            throw;
        }

        await parts.PassAsync(DurableSteps.Reported, cancellationToken).ConfigureAwait(false);
    }
}
