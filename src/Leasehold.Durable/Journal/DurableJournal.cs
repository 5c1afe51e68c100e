using System.Data.Common;
using System.Globalization;
using Leasehold.Providers;

namespace Leasehold.Durable;

/// <summary>The table of operations: the row is the queue.</summary>
/// <remarks>Thread-safe. What belongs into a transaction takes its session; the rest begins its own.</remarks>
internal sealed class DurableJournal
{
    /// <summary>Rows removed or renewed by one statement: far below every server's limit of parameters.</summary>
    public const int BatchSize = 500;

    private readonly ConnectionPools _pools;
    private readonly JournalDialect _dialect;
    private readonly JournalSql _sql;
    private readonly DurableOptions _options;
    private readonly TimeProvider _time;
    private readonly IStepObserver? _steps;

    public DurableJournal(
        ConnectionPools pools, DurableOptions options, TimeProvider time, IStepObserver? steps = null)
    {
        _pools = pools;
        _dialect = JournalDialect.For(pools.Provider.Dialect, options.TablePrefix);
        _sql = new JournalSql(_dialect);
        _options = options;
        _time = time;
        _steps = steps;
        Owner = $"{options.Instance}/{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..9]}";
    }

    public string Owner { get; }

    public JournalDialect Dialect => _dialect;

    /// <summary>Writes an operation that its writer runs at once: claimed by this instance, first attempt.</summary>
    public async Task InsertAsync(
        Session session, Guid id, string kind, string args, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.Insert)
            .With("id", id).With("kind", kind).With("owner", Owner).With("claim", _options.Claim).With("args", args);
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task AddAsync(
        DbConnection connection,
        DbTransaction transaction,
        Guid id,
        string kind,
        string args,
        TimeSpan delay,
        CancellationToken cancellationToken)
    {
        using var command = new JournalCommand(connection, transaction, _dialect, _sql.Add)
            .With("id", id).With("kind", kind).With("delay", delay).With("args", args);
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a connection leads to the journal's database, as far as can be told.</summary>
    /// <param name="connection">A connection of anybody's.</param>
    public bool IsOf(DbConnection connection)
        => _pools.Target.Equals(OwnedConnection.SourceOf(_pools.Api).TargetOf(
            connection is LeasedConnection leased ? leased.Unwrap<DbConnection>() : connection));

    /// <summary>Fence and completion in one statement.</summary>
    /// <returns>Whether the caller is still the owner; if so, the row is locked until its session ends.</returns>
    public Task<bool> CompleteAsync(Session session, Claim claim, CancellationToken cancellationToken)
        => FencedAsync(
            Command(session, _sql.Complete).With("retention", _options.Retention), claim, cancellationToken);

    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> PostponeAsync(
        Session session, Claim claim, TimeSpan pause, string reason, CancellationToken cancellationToken)
        => FencedAsync(
            Command(session, _sql.Postpone).With("pause", pause).With("reason", reason),
            claim,
            cancellationToken);

    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> PutBackAsync(
        Session session, Claim claim, string reason, CancellationToken cancellationToken)
        => FencedAsync(Command(session, _sql.PutBack).With("reason", reason), claim, cancellationToken);

    /// <summary>Leaves it to another instance, as if this one had never had it but for the attempt's number.</summary>
    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> GiveBackAsync(
        Session session,
        Claim claim,
        TimeSpan pause,
        string reason,
        bool wasCalled,
        CancellationToken cancellationToken)
        => FencedAsync(
            Command(session, wasCalled ? _sql.Postpone : _sql.GiveBackUncalled)
                .With("pause", pause).With("reason", reason),
            claim,
            cancellationToken);

    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> BuryAsync(Session session, Claim claim, string reason, CancellationToken cancellationToken)
        => FencedAsync(Command(session, _sql.Bury).With("reason", reason), claim, cancellationToken);

    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> CallAgainAsync(Session session, Claim claim, CancellationToken cancellationToken)
        => FencedAsync(Command(session, _sql.CallAgain).With("claim", _options.Claim), claim, cancellationToken);

    /// <summary>Takes over what is due of a kind.</summary>
    /// <param name="session">The session.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="except">Those that others are to take.</param>
    /// <param name="count">How many at the most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ClaimedRow>> ClaimAsync(
        Session session, string kind, IReadOnlyList<Guid> except, int count, CancellationToken cancellationToken)
    {
        var claimedAt = _time.GetTimestamp();
        using var command = Command(session, _sql.SelectDue(except.Count))
            .With("kind", kind).WithEach("x", except).With("count", count);
        return await ClaimAsync(session, command, claimedAt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes over one that nobody runs, due or not.</summary>
    public async Task<ClaimedRow?> ClaimAsync(Session session, Guid id, CancellationToken cancellationToken)
    {
        var claimedAt = _time.GetTimestamp();
        using var command = Command(session, _sql.SelectOne).With("id", id);
        var rows = await ClaimAsync(session, command, claimedAt, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>How long until something of each kind may be due; null where nothing is alive.</summary>
    public async Task<IReadOnlyList<TimeSpan?>> NextDueAsync(
        Session session, IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.NextDue(kinds.Count)).WithEach("k", kinds);
        var row = await command
            .ReadAsync(reader => JournalRows.Spans(reader, kinds.Count), cancellationToken).ConfigureAwait(false);
        return row[0];
    }

    /// <summary>Kinds that are alive and not among these.</summary>
    public async Task<IReadOnlyList<string>> UnknownKindsAsync(
        Session session, IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        using var command = Command(session, JournalSql.OtherKinds(known.Count)).WithEach("k", known);
        return await command.ReadAsync(static reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes down how far a call says it is, unless somebody else has its operation.</summary>
    public Task<bool> ReportAsync(
        Session session, Claim claim, DurableProgress progress, CancellationToken cancellationToken)
        => FencedAsync(
            Command(session, _sql.Report).With("progress", progress.Fraction).With("note", progress.Note),
            claim,
            cancellationToken);

    /// <summary>Ends one that was never called.</summary>
    public async Task<bool> CancelAsync(Session session, Guid id, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.Cancel).With("id", id).With("retention", _options.Retention);
        return await command.ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    /// <summary>Removes a batch of what has ended.</summary>
    /// <returns>How many.</returns>
    public async Task<int> PurgeAsync(
        Session session, DurableState state, string? kind, TimeSpan age, CancellationToken cancellationToken)
    {
        using var select = Command(session, _sql.SelectPurged(kind is not null))
            .With("state", (int)state).With("age", age).With("count", BatchSize);
        if (kind is not null)
        {
            select.With("kind", kind);
        }

        return await RemoveAsync(session, select, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Renews the claims on operations that this instance still owns.</summary>
    public async Task<int> RenewAsync(Session session, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var owned = await OwnedAsync(session, ids, cancellationToken).ConfigureAwait(false);
        if (owned.Count == 0)
        {
            return 0;
        }

        using var command = Command(session, _sql.Renew(owned.Count))
            .WithEach("i", owned).With("claim", _options.Claim);
        return await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gives operations that this instance still owns to whoever comes first; the attempt that ends so is not counted.
    /// </summary>
    public async Task<int> HandBackAsync(Session session, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var owned = await OwnedAsync(session, ids, cancellationToken).ConfigureAwait(false);
        if (owned.Count == 0)
        {
            return 0;
        }

        using var command = Command(session, _sql.HandBack(owned.Count)).WithEach("i", owned);
        return await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a batch of completed operations that are past their retention.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveFinishedAsync(Session session, CancellationToken cancellationToken)
    {
        using var select = Command(session, _sql.SelectFinished).With("count", BatchSize);
        return await RemoveAsync(session, select, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The row once nobody is writing it, which a commit of unknown outcome may still be.</summary>
    public async Task<DurableRecord?> SettleAsync(Session session, Guid id, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.Settle).With("id", id);
        var rows = await command.ReadAsync(JournalRows.Record, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    public Task<DurableRecord?> FindAsync(Guid id, CancellationToken cancellationToken)
        => _pools.InReadSessionAsync(
            async (session, token) =>
            {
                using var command = Command(session, _sql.Find).With("id", id);
                var rows = await command.ReadAsync(JournalRows.Record, token).ConfigureAwait(false);
                return rows.Count == 0 ? null : rows[0];
            },
            cancellationToken);

    public Task<IReadOnlyList<DurableRecord>> ListAsync(
        DurableState state, int limit, DurableRecord? after, CancellationToken cancellationToken)
        => _pools.InReadSessionAsync<IReadOnlyList<DurableRecord>>(
            async (session, token) =>
            {
                using var command = Command(session, JournalSql.List(state, after is not null)).With("count", limit);
                if (after is not null)
                {
                    command.With("due", after.DueAt - DateTimeOffset.UnixEpoch).With("id", after.Id);
                }

                return await command.ReadAsync(JournalRows.Record, token).ConfigureAwait(false);
            },
            cancellationToken);

    public Task<bool> RedriveAsync(Guid id, CancellationToken cancellationToken)
        => _pools.InSessionAsync(
            async (session, token) =>
            {
                using var command = Command(session, _sql.Redrive).With("id", id);
                return await command.ExecuteAsync(token).ConfigureAwait(false) == 1;
            },
            cancellationToken);

    /// <summary>Makes the tables, and brings older ones into shape.</summary>
    public Task EnsureSchemaAsync(CancellationToken cancellationToken)
        => new JournalSchema(_pools, _dialect).EnsureAsync(cancellationToken);

    private async Task<List<Guid>> OwnedAsync(
        Session session, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        using var select = Command(session, _sql.SelectOwned(ids.Count)).WithEach("i", ids).With("owner", Owner);
        return await select.ReadAsync(JournalRows.Id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> RemoveAsync(Session session, JournalCommand select, CancellationToken cancellationToken)
    {
        var ids = await select.ReadAsync(JournalRows.Id, cancellationToken).ConfigureAwait(false);
        if (ids.Count == 0)
        {
            return 0;
        }

        using var remove = Command(session, JournalSql.Remove(ids.Count)).WithEach("i", ids);
        return await remove.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> FencedAsync(
        JournalCommand command, Claim claim, CancellationToken cancellationToken)
    {
        using (command.With("id", claim.Id).With("epoch", claim.Epoch))
        {
            return await command.ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;
        }
    }

    private async Task<IReadOnlyList<ClaimedRow>> ClaimAsync(
        Session session, JournalCommand select, long claimedAt, CancellationToken cancellationToken)
    {
        var rows = await select
            .ReadAsync(reader => JournalRows.Claimed(reader, claimedAt), cancellationToken).ConfigureAwait(false);
        await PassAsync(DurableSteps.ClaimSelected, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return rows;
        }

        var ids = rows.ConvertAll(static row => row.Id);
        using var claim = Command(session, _sql.Claim(ids.Count))
            .WithEach("i", ids).With("owner", Owner).With("claim", _options.Claim);
        await claim.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        await PassAsync(DurableSteps.ClaimUpdated, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private ValueTask PassAsync(string step, CancellationToken cancellationToken)
        => _steps?.PassAsync(step, cancellationToken) ?? default;

    private JournalCommand Command(Session session, string sql) => new(session, _dialect, sql);
}
