namespace Leasehold.Durable;

/// <summary>
/// Removes operations that have ended past their retention, in small batches with a pause between, and looks for kinds
/// that nobody here runs.
/// </summary>
internal sealed class RetentionLoop(RunParts parts, UnknownKinds unknown)
{
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(20);
    private static readonly SessionOptions Removing = new() { Workload = JournalPool.Workload, MaxRetries = 3 };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(parts.Options.RetentionInterval, parts.Time);
        try
        {
            await TryAsync(unknown.LookAsync, cancellationToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await TryAsync(RemoveAsync, cancellationToken).ConfigureAwait(false);
                await TryAsync(unknown.LookAsync, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    // Whatever fails is tried again at the next tick, and no sooner: the database may be away for long.
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                // Rows kept a while longer harm nobody.
                Log.RetentionFailed(parts.Logger, exception);
            }
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await parts.PassAsync(DurableSteps.Removing, cancellationToken).ConfigureAwait(false);
            var removed = await parts.Pools
                .InSessionAsync(Removing, parts.Journal.RemoveFinishedAsync, cancellationToken)
                .ConfigureAwait(false);
            await parts.PassAsync(DurableSteps.Removed, cancellationToken).ConfigureAwait(false);
            if (removed < DurableJournal.BatchSize)
            {
                return;
            }

            await Task.Delay(BetweenBatches, parts.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
