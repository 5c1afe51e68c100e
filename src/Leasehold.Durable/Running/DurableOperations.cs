using System.Data.Common;
using System.Runtime.CompilerServices;
using Leasehold.Staging;

namespace Leasehold.Durable;

/// <summary>Starts durable operations, and tells and decides about those that are not over.</summary>
/// <remarks>
/// Thread-safe; a singleton. The operation's row is written in stage 1's own transaction and completed in stage 3's
/// own, at one statement each. Once stage 1 has committed, nothing the caller does ends the operation; what ends this
/// process leaves it to any other instance.
/// </remarks>
public sealed class DurableOperations
{
    private readonly OperationRunner _runner;
    private readonly DurableJournal _journal;
    private readonly PausedKinds _paused;
    private readonly RecurringJournal _recurring;

    internal DurableOperations(OperationRunner runner, DurableJournal journal)
    {
        _runner = runner;
        _journal = journal;
        _paused = new PausedKinds(runner.Parts.Pools, journal.Dialect);
        _recurring = new RecurringJournal(journal.Dialect);
    }

    /// <summary>This instance, as the journal names owners.</summary>
    public string Instance => _journal.Owner;

    internal DurableJournal Journal => _journal;

    /// <summary>Runs stage 1 and commits it together with the operation's row, then calls and saves at once.</summary>
    /// <param name="operation">The registered operation.</param>
    /// <param name="prepare">Stage 1; database work only, since a transient error may run it again.</param>
    /// <param name="options">How to lease and how long to wait.</param>
    /// <param name="cancellationToken">Cancels stage 1; after it, only the waiting.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="TArgs">What the call needs.</typeparam>
    /// <typeparam name="TReply">What the other side answers.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <exception cref="PoolExhaustedException">Stage 1 found no place in time; nothing has happened.</exception>
    /// <exception cref="CommitOutcomeUnknownException">
    /// The connection was lost while stage 1 committed, and the database could not be asked in time. If it did commit,
    /// the operation will be run: look for its id before starting another.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled before stage 1 had committed.</exception>
    public Task<DurableRun<TResult>> RunAsync<TArgs, TReply, TResult>(
        DurableOperation<TArgs, TReply, TResult> operation,
        Func<Session, CancellationToken, Task<DurableStart<TArgs>>> prepare,
        DurableRunOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        return RunOnceAsync(
            operation,
            async (session, token) => Preparation<DurableStart<TArgs>, TResult>.Continue(
                await prepare(session, token).ConfigureAwait(false)),
            options,
            cancellationToken,
            member,
            file,
            line);
    }

    /// <summary>
    /// As <c>RunAsync</c>, for operations that may have been done already: stage 1 may end them with a result.
    /// </summary>
    /// <inheritdoc cref="RunAsync{TArgs, TReply, TResult}"/>
    public Task<DurableRun<TResult>> RunOnceAsync<TArgs, TReply, TResult>(
        DurableOperation<TArgs, TReply, TResult> operation,
        Func<Session, CancellationToken, Task<Preparation<DurableStart<TArgs>, TResult>>> prepare,
        DurableRunOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(prepare);
        return _runner.StartAsync(
            operation,
            prepare,
            options ?? DurableRunOptions.Default,
            new CallerPlace(member, file, line),
            cancellationToken);
    }

    /// <summary>
    /// Goes on with an operation now, ahead of its next attempt: asks the other side, and saves what is known.
    /// </summary>
    /// <param name="operation">The registered operation.</param>
    /// <param name="id">Which.</param>
    /// <param name="options">How to lease and how long to wait.</param>
    /// <param name="cancellationToken">Cancels the claim; after it, only the waiting.</param>
    /// <returns>Pending when another owner runs it at this moment.</returns>
    /// <inheritdoc cref="RunAsync{TArgs, TReply, TResult}" path="/typeparam"/>
    public Task<DurableRun<TResult>> ResumeAsync<TArgs, TReply, TResult>(
        DurableOperation<TArgs, TReply, TResult> operation,
        Guid id,
        DurableRunOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return _runner.ResumeAsync(operation, id, options ?? DurableRunOptions.Default, cancellationToken);
    }

    /// <summary>
    /// Writes an operation in a session of the caller's, for any worker to run once the session has committed.
    /// </summary>
    /// <remarks>Call <see cref="Wake"/> after the commit, or the workers find it at their next look.</remarks>
    /// <param name="session">The caller's session.</param>
    /// <param name="operation">The registered operation.</param>
    /// <param name="start">Its id and arguments.</param>
    /// <param name="delay">How long it must wait; not at all by default.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <inheritdoc cref="RunAsync{TArgs, TReply, TResult}" path="/typeparam"/>
    public Task AddAsync<TArgs, TReply, TResult>(
        Session session,
        DurableOperation<TArgs, TReply, TResult> operation,
        DurableStart<TArgs> start,
        TimeSpan delay = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(start);
        return _runner.AddAsync(
            session.Connection, session.Transaction, operation, start, delay, cancellationToken);
    }

    /// <summary>
    /// Writes an operation in a transaction of the caller's, as EF Core's
    /// (<c>context.Database.CurrentTransaction!.GetDbTransaction()</c>), for any worker to run once it has committed.
    /// </summary>
    /// <param name="transaction">An open transaction in the journal's database.</param>
    /// <exception cref="InvalidOperationException">
    /// The transaction is over, or in another database, where no worker would find the operation.
    /// </exception>
    /// <inheritdoc cref="AddAsync{TArgs, TReply, TResult}(Session, DurableOperation{TArgs, TReply, TResult},
    /// DurableStart{TArgs}, TimeSpan, CancellationToken)"/>
    public Task AddAsync<TArgs, TReply, TResult>(
        DbTransaction transaction,
        DurableOperation<TArgs, TReply, TResult> operation,
        DurableStart<TArgs> start,
        TimeSpan delay = default,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(start);
        var connection = transaction.Connection
            ?? throw new InvalidOperationException("The transaction is over: nothing can be written in it.");
        return _journal.IsOf(connection)
            ? _runner.AddAsync(connection, transaction, operation, start, delay, cancellationToken)
            : throw new InvalidOperationException(
                $"The transaction is in the database '{connection.Database}' at {connection.DataSource}, and the "
                + "journal in another one: no worker would find the operation.");
    }

    /// <summary>Tells the workers that there is work; a hint that costs nothing when it is wrong.</summary>
    /// <param name="others">Whether to tell the other instances too, where a hint transport is registered.</param>
    public void Wake(bool others = true) => _runner.Wake(others);

    /// <summary>An operation as the journal has it; null when there is none.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<DurableRecord?> FindAsync(Guid id, CancellationToken cancellationToken = default)
        => _journal.FindAsync(id, cancellationToken);

    /// <summary>Operations in a state, those due first in front.</summary>
    /// <param name="state">The state; dead letters are what people come for.</param>
    /// <param name="limit">How many at the most; 1 to 1,000.</param>
    /// <param name="after">Goes on behind this one, the last of the page before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<DurableRecord>> ListAsync(
        DurableState state,
        int limit = 100,
        DurableRecord? after = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        return _journal.ListAsync(state, limit, after, cancellationToken);
    }

    /// <summary>The dead letters, the oldest in front.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public Task<IReadOnlyList<DurableRecord>> ListDeadAsync(
        int limit = 100, DurableRecord? after = null, CancellationToken cancellationToken = default)
        => ListAsync(DurableState.Dead, limit, after, cancellationToken);

    /// <summary>Gives a dead letter its attempts again; the next one begins by asking the other side.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was a dead letter.</returns>
    public async Task<bool> RedriveAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var wasDead = await _journal.RedriveAsync(id, cancellationToken).ConfigureAwait(false);
        if (wasDead)
        {
            Wake();
        }

        return wasDead;
    }

    /// <summary>
    /// Ends an operation that was never called: one that was added, and no worker has claimed yet.
    /// </summary>
    /// <param name="session">The caller's session, in which its own rows can say so too.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>
    /// Whether it is cancelled with the session's commit. False once a call may have been made, after its end, and when
    /// there is none: <see cref="FindAsync"/> tells which.
    /// </returns>
    public Task<bool> CancelAsync(Session session, Guid id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _journal.CancelAsync(session, id, cancellationToken);
    }

    /// <summary>As the other one, in a session of its own.</summary>
    /// <inheritdoc cref="CancelAsync(Session, Guid, CancellationToken)"/>
    public Task<bool> CancelAsync(Guid id, CancellationToken cancellationToken = default)
        => _runner.Parts.Pools.InSessionAsync(
            (session, token) => _journal.CancelAsync(session, id, token), cancellationToken);

    /// <summary>Removes operations that have ended, in batches of 500.</summary>
    /// <param name="state">Completed, Dead or Cancelled; a dead letter that is removed cannot be re-driven.</param>
    /// <param name="olderThan">Only those that were prepared longer ago; all by default.</param>
    /// <param name="kind">Only those of this kind; of all kinds by default.</param>
    /// <param name="cancellationToken">Cancels; what was removed until then stays removed.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The state is Prepared: those are not over.</exception>
    public async Task<int> PurgeAsync(
        DurableState state,
        TimeSpan olderThan = default,
        string? kind = null,
        CancellationToken cancellationToken = default)
    {
        if (state is not (DurableState.Completed or DurableState.Dead or DurableState.Cancelled))
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "Only what has ended can be removed.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(olderThan, TimeSpan.Zero);
        for (var all = 0; ;)
        {
            var removed = await _runner.Parts.Pools
                .InSessionAsync(
                    (session, token) => _journal.PurgeAsync(session, state, kind, olderThan, token), cancellationToken)
                .ConfigureAwait(false);
            all += removed;
            if (removed < DurableJournal.BatchSize)
            {
                return all;
            }
        }
    }

    /// <summary>
    /// Has the workers of all instances leave a kind alone, until <see cref="ResumeKindAsync"/>; recurring operations
    /// of it are not written meanwhile.
    /// </summary>
    /// <remarks>
    /// What runs goes on, and so does what is being claimed at this moment. Runs that callers begin are the service's
    /// own to refuse.
    /// </remarks>
    /// <param name="kind">The kind; it need not be registered here.</param>
    /// <param name="reason">Why, for people; at most 500 characters are kept.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was not paused before; if it was, the reason of then stays.</returns>
    /// <exception cref="ArgumentException">That is no name of a kind.</exception>
    public async Task<bool> PauseKindAsync(
        string kind, string? reason = null, CancellationToken cancellationToken = default)
    {
        OperationKind.ThrowIfInvalid(kind);
        var kept = reason is null ? null : StorableText.Fit(reason, JournalTables.LongestReason);
        var isPaused = await _paused.PauseAsync(kind, kept, cancellationToken).ConfigureAwait(false);
        if (isPaused)
        {
            Log.KindPaused(_runner.Parts.Logger, kind);
        }

        return isPaused;
    }

    /// <summary>Lets the workers have a kind again.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was paused.</returns>
    public async Task<bool> ResumeKindAsync(string kind, CancellationToken cancellationToken = default)
    {
        OperationKind.ThrowIfInvalid(kind);
        var goesOn = await _paused.ResumeAsync(kind, cancellationToken).ConfigureAwait(false);
        if (goesOn)
        {
            Log.KindGoesOn(_runner.Parts.Logger, kind);
            Wake();
        }

        return goesOn;
    }

    /// <summary>
    /// The kinds that are registered here, in the journal, or paused, with what is alive and dead of each.
    /// </summary>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<DurableKind>> ListKindsAsync(CancellationToken cancellationToken = default)
        => _paused.ListAsync(_runner.Kinds, cancellationToken);

    /// <summary>The recurrences in the journal, by name.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<RecurringRecord>> ListRecurringAsync(CancellationToken cancellationToken = default)
        => _runner.Parts.Pools.InReadSessionAsync(_recurring.ListAsync, cancellationToken);

    /// <summary>
    /// Makes the journal's tables where they are missing and migrates older ones, safely from many instances at once;
    /// the host does so at start-up.
    /// </summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">
    /// A table of that name is no journal, or may not be changed; the message says which, and what to do.
    /// </exception>
    public Task EnsureSchemaAsync(CancellationToken cancellationToken = default)
        => _journal.EnsureSchemaAsync(cancellationToken);
}
