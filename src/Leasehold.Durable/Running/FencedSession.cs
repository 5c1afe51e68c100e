using System.Runtime.CompilerServices;
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
        await FaultPoints.PassAsync(steps.Before, cancellationToken).ConfigureAwait(false);

        // Kept outside the session too: the commit that follows may take effect and its answer be lost.
        var result = new StrongBox<T>();
        while (true)
        {
            try
            {
                await RunOnceAsync(fence, work, steps, result, cancellationToken).ConfigureAwait(false);
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
        return result.Value!;
    }

    private async Task RunOnceAsync<T>(
        Func<Session, RunLease, CancellationToken, Task<bool>> fence,
        Func<Session, CancellationToken, Task<T>> work,
        FencedSteps steps,
        StrongBox<T> result,
        CancellationToken cancellationToken)
    {
        try
        {
            await parts.Pools.InSessionAsync(_options, WriteAsync, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lease.IsFenced = false;
        }

        async Task WriteAsync(Session session, CancellationToken token)
        {
            try
            {
                await FaultPoints.PassAsync(steps.Fencing, token).ConfigureAwait(false);
                lease.IsFenced = true;
                if (!await fence(session, lease, token).ConfigureAwait(false))
                {
                    throw new StaleOwnerException();
                }

                await FaultPoints.PassAsync(steps.Fenced, token).ConfigureAwait(false);
                result.Value = await work(session, token).ConfigureAwait(false);
                await FaultPoints.PassAsync(steps.Written, token).ConfigureAwait(false);
            }
            catch
            {
                // Undone: until it is run again, the lease needs its heartbeat.
                lease.IsFenced = false;
                throw;
            }
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
}
