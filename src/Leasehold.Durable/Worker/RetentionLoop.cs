using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>Removes completed operations past their retention, in small batches with a pause between.</summary>
internal sealed class RetentionLoop(RunParts parts)
{
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(20);
    private static readonly SessionOptions Removing = new() { Workload = Workload.Background, MaxRetries = 3 };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(parts.Options.RetentionInterval, parts.Time);
        while (true)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }

                await RemoveAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
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
            await FaultPoints.PassAsync(FaultPoint.Removing, cancellationToken).ConfigureAwait(false);
            var removed = await parts.Pools
                .InSessionAsync(Removing, parts.Journal.RemoveFinishedAsync, cancellationToken)
                .ConfigureAwait(false);
            await FaultPoints.PassAsync(FaultPoint.Removed, cancellationToken).ConfigureAwait(false);
            if (removed < DurableJournal.BatchSize)
            {
                return;
            }

            await Task.Delay(BetweenBatches, parts.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
