using System.Data;
using System.Runtime.CompilerServices;
using Leasehold.Providers;
using Microsoft.Extensions.Logging;

namespace Leasehold;

/// <summary>Begins sessions, in the order each database needs, and repeats those a transient error undid.</summary>
internal sealed class SessionFactory(
    DatabaseProvider provider, Gate? writerTurn, TimeProvider time, Random random, ILogger logger)
{
    /// <summary>
    /// First pause before a repeat; doubled each time and spread by half, so that rivals do not meet again.
    /// </summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    public async ValueTask<Session> BeginAsync(
        ConnectionPool pool, SessionOptions options, LeaseOrigin origin, CancellationToken cancellationToken)
    {
        var limit = options.AcquireTimeout
            ?? (options.Lane == LeaseLane.Finishing ? pool.Options.FinishingTimeout : pool.Options.AcquireTimeout);
        var turn = options.IsReadOnly ? null : writerTurn;
        if (turn is not null)
        {
            // The turn first, the permit after: a writer in line must not hold a connection meanwhile.
            limit = await TakeTurnAsync(pool, turn, options.Lane, limit, cancellationToken).ConfigureAwait(false);
        }

        ConnectionLease? lease = null;
        try
        {
            lease = await pool.LeaseAsync(options.Lane, origin, limit, cancellationToken).ConfigureAwait(false);
            lease.Slot.WriterTurn = turn;
            var transaction = await provider
                .BeginAsync(lease.Connection, options.IsReadOnly, IsolationOf(options), cancellationToken)
                .ConfigureAwait(false);
            return new Session(pool, provider, lease, transaction, options.IsReadOnly, logger);
        }
        catch (Exception exception)
        {
            await GiveUpAsync(pool, lease, turn, exception).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Fails every writer that waits for its turn.</summary>
    public void ShutDown() => writerTurn?.ShutDown();

    public async Task<T> RunAsync<T>(
        ConnectionPool pool,
        SessionOptions options,
        LeaseOrigin origin,
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        var isCommitted = new StrongBox<bool>();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(pool, options, origin, work, isCommitted, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (!isCommitted.Value && MayRepeat(exception, options, attempt))
            {
                Log.SessionRetried(logger, exception, attempt + 1);
                var pause = FirstPause * Math.Pow(2, Math.Min(attempt, 7)) * (0.5 + random.NextDouble());
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
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
        if (pool.Guard.IsOn)
        {
            // In the frame that awaits the work too: what the lease installs further down does not come up here.
            Ambient.PrepareHolder(pool.Workload);
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
            catch (Exception exception) when (provider.Classify(exception) == DatabaseErrorKind.ConnectionBroken)
            {
                pool.Distrust();
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

        var kind = provider.Classify(exception);
        if (options.RepeatsUntilCancelled)
        {
            // An outcome that must be saved outlasts a restart of the server: a connection lost before the commit
            // has undone the transaction, so running it again is as safe as after a deadlock.
            return exception is ConnectTimeoutException
                || kind is DatabaseErrorKind.Transient
                    or DatabaseErrorKind.ConnectionBroken
                    or DatabaseErrorKind.TooManyConnections;
        }

        return attempt < options.MaxRetries && kind == DatabaseErrorKind.Transient;
    }

    // One view for all of a reading session's queries; a writing one sees what others committed meanwhile, since at
    // MariaDB's repeatable read a claim of rows would block other sessions' inserts.
    private static IsolationLevel IsolationOf(SessionOptions options)
        => options.IsolationLevel
            ?? (options.IsReadOnly ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted);

    private async Task<TimeSpan> TakeTurnAsync(
        ConnectionPool pool, Gate turn, LeaseLane lane, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (CallScope.IsActive)
        {
            throw new StageViolationException(pool.Name);
        }

        var startedAt = time.GetTimestamp();
        var admission = await turn.EnterAsync(lane, limit, cancellationToken).ConfigureAwait(false);
        var waited = time.GetElapsedTime(startedAt);
        if (!admission.IsAdmitted)
        {
            throw pool.Refuse(admission.Refusal, waited, limit, forWriterTurn: true);
        }

        return limit > waited ? limit - waited : TimeSpan.Zero;
    }

    private async Task GiveUpAsync(ConnectionPool pool, ConnectionLease? lease, Gate? turn, Exception exception)
    {
        if (lease is null)
        {
            turn?.Leave(0, connectionIsGone: false);
            return;
        }

        if (provider.Classify(exception) == DatabaseErrorKind.ConnectionBroken)
        {
            pool.Distrust();
        }

        // The turn ends with the lease.
        await lease.DisposeAsync().ConfigureAwait(false);
    }
}
