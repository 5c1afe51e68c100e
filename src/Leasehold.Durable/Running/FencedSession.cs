using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>
/// A session of a run after its call: begins with the fence, is repeated while the database is away, and finds out
/// itself what became of a commit of unknown outcome.
/// </summary>
internal sealed class FencedSession(RunParts parts, RunLease lease, Workload workload)
{
    private readonly SessionOptions _options = new()
    {
        Workload = workload,
        Lane = LeaseLane.Finishing,
        RepeatsUntilCancelled = true,
    };

    /// <summary>Runs the fence and, if this instance still owns the operation, the work.</summary>
    /// <param name="fence">Changes the row if the epoch still matches.</param>
    /// <param name="work">User code, or nothing.</param>
    /// <param name="isDone">Tells from the row whether a commit of unknown outcome took effect.</param>
    /// <param name="steps">Its fault points.</param>
    /// <param name="cancellationToken">Bounds all of it.</param>
    /// <exception cref="StaleOwnerException">Another owner has the operation; no user code ran.</exception>
    public async Task<T> RunAsync<T>(
        Func<Session, RunLease, CancellationToken, Task<bool>> fence,
        Func<Session, CancellationToken, Task<T>> work,
        Func<DurableRecord, bool> isDone,
        FencedSteps steps,
        CancellationToken cancellationToken)
    {
        var writing = new Writing<T>(fence, work, steps);
        await FaultPoints.PassAsync(steps.Before, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            try
            {
                await RunOnceAsync(writing, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (CommitOutcomeUnknownException exception)
            {
                Log.CommitSettling(parts.Logger, exception, lease.Id);
                var row = await SettleAsync(cancellationToken).ConfigureAwait(false);
                if (row is null || row.Epoch != lease.Epoch)
                {
                    throw new StaleOwnerException();
                }

                if (isDone(row))
                {
                    break;
                }
            }
        }

        await FaultPoints.PassAsync(steps.Committed, cancellationToken).ConfigureAwait(false);
        return writing.Outcome;
    }

    private async Task RunOnceAsync<T>(Writing<T> writing, CancellationToken cancellationToken)
    {
        try
        {
            await parts.Pools
                .InSessionAsync(_options, (session, token) => WriteAsync(session, writing, token), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            lease.IsFenced = false;
        }
    }

    private async Task WriteAsync<T>(Session session, Writing<T> writing, CancellationToken cancellationToken)
    {
        try
        {
            await FaultPoints.PassAsync(writing.Steps.Fencing, cancellationToken).ConfigureAwait(false);
            lease.IsFenced = true;
            if (!await writing.Fence(session, lease, cancellationToken).ConfigureAwait(false))
            {
                throw new StaleOwnerException();
            }

            await FaultPoints.PassAsync(writing.Steps.Fenced, cancellationToken).ConfigureAwait(false);
            writing.Outcome = await writing.Work(session, cancellationToken).ConfigureAwait(false);
            await FaultPoints.PassAsync(writing.Steps.Written, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Undone: until it is run again, the lease needs its heartbeat.
            lease.IsFenced = false;
            throw;
        }
    }

    private async Task<DurableRecord?> SettleAsync(CancellationToken cancellationToken)
    {
        await FaultPoints.PassAsync(FaultPoint.Settling, cancellationToken).ConfigureAwait(false);
        var row = await parts.Pools.InSessionAsync(
            _options,
            (session, token) => parts.Journal.SettleAsync(session, lease.Id, token),
            cancellationToken).ConfigureAwait(false);
        await FaultPoints.PassAsync(FaultPoint.Settled, cancellationToken).ConfigureAwait(false);
        return row;
    }

    /// <summary>What is to be written, and its result, kept here since a commit may take effect unheard.</summary>
    private sealed class Writing<T>(
        Func<Session, RunLease, CancellationToken, Task<bool>> fence,
        Func<Session, CancellationToken, Task<T>> work,
        FencedSteps steps)
    {
        public Func<Session, RunLease, CancellationToken, Task<bool>> Fence => fence;

        public Func<Session, CancellationToken, Task<T>> Work => work;

        public FencedSteps Steps => steps;

        public T Outcome { get; set; } = default!;
    }
}
