using System.Runtime.CompilerServices;

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

    internal DurableOperations(OperationRunner runner, DurableJournal journal)
    {
        _runner = runner;
        _journal = journal;
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
            new LeaseOrigin(member, file, line),
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
        return _runner.AddAsync(session, operation, start, delay, cancellationToken);
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
    /// Makes the journal's table if it is missing, safely from many instances at once; the host does so at start-up.
    /// </summary>
    /// <param name="cancellationToken">Cancels.</param>
    public Task EnsureSchemaAsync(CancellationToken cancellationToken = default)
        => _journal.EnsureSchemaAsync(cancellationToken);
}
