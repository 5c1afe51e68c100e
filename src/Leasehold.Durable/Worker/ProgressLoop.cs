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
        var words = parts.Active.All
            .Where(static run => !run.IsFenced)
            .Select(static run => (Run: run, Progress: run.TakeProgress()))
            .Where(static word => word.Progress is not null)
            .ToList();
        if (words.Count == 0)
        {
            return;
        }

        // Bounded, so that a write that hangs, on a line gone silent, is not the last one.
        using var late = new CancellationTokenSource(parts.Options.Claim, parts.Time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await parts.PassAsync(DurableSteps.Reporting, bound.Token).ConfigureAwait(false);
        await parts.Pools.InSessionAsync(
            Writing,
            async (session, token) =>
            {
                foreach (var (run, progress) in words)
                {
                    await parts.Journal.ReportAsync(session, run, progress!, token).ConfigureAwait(false);
                }
            },
            bound.Token).ConfigureAwait(false);
        await parts.PassAsync(DurableSteps.Reported, bound.Token).ConfigureAwait(false);
    }
}
