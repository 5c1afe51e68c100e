using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Leasehold.Flows;
using Leasehold.Leases;
using Microsoft.Extensions.Logging;

namespace Leasehold.Sessions;

/// <summary>Begins sessions, in the order each database needs, and repeats those a transient error undid.</summary>
internal readonly struct SessionRunner(ConnectionPools pools)
{
    /// <summary>
    /// First pause before a repeat; doubled each time and spread by half, so that rivals do not meet again.
    /// </summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    public async ValueTask<Session> BeginAsync(
        ConnectionPool pool, SessionOptions options, LeaseOrigin origin, CancellationToken cancellationToken)
    {
        var limit = options.AcquireTimeout ?? pool.TimeoutOf(options.Lane);
        if (limit < TimeSpan.Zero || limit > LongestTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), limit, $"{nameof(SessionOptions.AcquireTimeout)} is from 0 to {LongestTimeout}.");
        }

        var turn = options.IsReadOnly ? null : pools.WriterTurn;
        if (turn is not null)
        {
            // The turn first, the permit after: a writer in line must not hold a connection meanwhile.
            limit = await TakeTurnAsync(pool, turn, options.Lane, origin, limit, cancellationToken)
                .ConfigureAwait(false);
        }

        ConnectionLease? lease = null;
        try
        {
            lease = await pool.LeaseAsync(options.Lane, origin, limit, cancellationToken).ConfigureAwait(false);
            turn?.GoWith(lease.Slot);
            var transaction = turn is null
                ? await pools.Provider
                    .BeginAsync(lease.Connection, options.IsReadOnly, IsolationOf(options), cancellationToken)
                    .ConfigureAwait(false)
                : await BeginWritingAsync(lease, options, limit, cancellationToken).ConfigureAwait(false);
            return new Session(pool, lease, transaction, options.IsReadOnly);
        }
        catch (Exception exception)
        {
            await GiveUpAsync(pool, lease, turn, exception).ConfigureAwait(false);
            throw;
        }
    }

    public async Task<T> RunAsync<T>(
        ConnectionPool pool,
        SessionOptions options,
        LeaseOrigin origin,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        var isCommitted = new StrongBox<bool>();
        ExceptionDispatchInfo? undone = null;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(pool, options, origin, work, isCommitted, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (!isCommitted.Value && MayRepeat(exception, options, attempt))
            {
                Log.SessionRetried(pools.Logger, exception, attempt + 1);
                undone = ExceptionDispatchInfo.Capture(exception);
                var pause = FirstPause * Math.Pow(2, Math.Min(attempt, 7)) * (0.5 + Random.Shared.NextDouble());
                await Task.Delay(pause, pools.Time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (IsOutOfTime(undone, options, cancellationToken))
            {
                // Why it had to be repeated is what its caller has to know.
                undone!.Throw();
            }
        }
    }

    private async Task<T> RunOnceAsync<T>(
        ConnectionPool pool,
        SessionOptions options,
        LeaseOrigin origin,
        Func<Session, CancellationToken, Task<T>> work,
        StrongBox<bool> isCommitted,
        CancellationToken cancellationToken)
    {
        if (pool.Core.Observer.NamesHolders)
        {
            // In the frame that awaits the work too: what the lease installs further down does not come up here.
            Ambient.PrepareHolder(pool.Workload, inFlows: pool.Core.Observer.MarksBranches);
        }

        var session = await BeginAsync(pool, options, origin, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                var result = await work(session, cancellationToken).ConfigureAwait(false);
                if (!session.IsCommitted && !session.IsReadOnly)
                {
                    await session.CommitAsync().ConfigureAwait(false);
                }

                return result;
            }
            catch (Exception exception)
            {
                pool.Core.Met(exception, options.IsReadOnly);
                throw;
            }
            finally
            {
                // What the work committed itself must not be done again, whatever fails after it.
                isCommitted.Value = session.IsCommitted;
            }
        }
    }

    private bool MayRepeat(Exception exception, SessionOptions options, int attempt)
    {
        if (exception is CommitOutcomeUnknownException)
        {
            return false;
        }

        var kind = pools.Classify(exception);
        if (kind == DatabaseErrorKind.NotPrimary && !options.IsReadOnly)
        {
            // Nothing was written, and the pool has been cleared: what it opens next may be the primary.
            kind = DatabaseErrorKind.Transient;
        }

        if (options.RepeatsUntilCancelled)
        {
            // An outcome that must be saved outlasts a restart of the server, and a lock that somebody holds for longer
            // than a command may take: before the commit both have undone the transaction, so running it again is as
            // safe as after a deadlock.
            return exception is ConnectTimeoutException
                || kind is DatabaseErrorKind.Transient
                    or DatabaseErrorKind.ConnectionBroken
                    or DatabaseErrorKind.CommandTimeout
                    or DatabaseErrorKind.TooManyConnections;
        }

        return attempt < options.MaxRetries && kind == DatabaseErrorKind.Transient;
    }

    private static bool IsOutOfTime(
        ExceptionDispatchInfo? undone, SessionOptions options, CancellationToken cancellationToken)
        => undone is not null && options.RepeatsUntilCancelled && cancellationToken.IsCancellationRequested;

    // One view for all of a reading session's queries; a writing one sees what others committed meanwhile, since at
    // MariaDB's repeatable read a claim of rows would block other sessions' inserts.
    private static IsolationLevel IsolationOf(SessionOptions options)
        => options.IsolationLevel
            ?? (options.IsReadOnly ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted);

    private async Task<TimeSpan> TakeTurnAsync(
        ConnectionPool pool,
        WriterTurn turn,
        LeaseLane lane,
        LeaseOrigin origin,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        if (Ambient.Current is { IsInCall: true })
        {
            throw StageViolationException.Of(pool.Name);
        }

        var startedAt = pools.Time.GetTimestamp();
        var answer = await turn.TakeAsync(pool.Core, lane, origin, limit, cancellationToken).ConfigureAwait(false);
        var waited = pools.Time.GetElapsedTime(startedAt);
        if (!answer.IsAdmitted)
        {
            throw pool.Refuse(answer.Refusal, waited, limit, forWriterTurn: true);
        }

        return limit > waited ? limit - waited : TimeSpan.Zero;
    }

    // It has the turn among this process's writers; another process may still hold the file.
    private async Task<DbTransaction> BeginWritingAsync(
        ConnectionLease lease,
        SessionOptions options,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.FromMilliseconds(1));
        try
        {
            return await pools.Provider
                .BeginAsync(lease.Connection, options.IsReadOnly, IsolationOf(options), bound.Token)
                .ConfigureAwait(false);
        }
        catch when (cancellationToken.IsCancellationRequested)
        {
            // What the database says at the end of its time is for those who ran out of it.
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    private async Task GiveUpAsync(ConnectionPool pool, ConnectionLease? lease, WriterTurn? turn, Exception exception)
    {
        if (lease is null)
        {
            turn?.End();
            return;
        }

        pool.Core.Met(exception, isReading: false);

        // The turn ends with the lease.
        await lease.DisposeAsync().ConfigureAwait(false);
    }
}
