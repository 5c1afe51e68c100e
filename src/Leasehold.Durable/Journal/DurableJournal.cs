using System.Globalization;
using Leasehold.Durable.Faults;

namespace Leasehold.Durable;

/// <summary>The table of operations: the row is the queue.</summary>
/// <remarks>Thread-safe. What belongs into a transaction takes its session; the rest begins its own.</remarks>
internal sealed class DurableJournal
{
    /// <summary>Rows removed or renewed by one statement: far below every server's limit of parameters.</summary>
    public const int BatchSize = 500;

    private const int LongestReason = 500;

    private readonly ConnectionPools _pools;
    private readonly JournalDialect _dialect;
    private readonly JournalSql _sql;
    private readonly DurableOptions _options;
    private readonly TimeProvider _time;

    public DurableJournal(ConnectionPools pools, DurableOptions options, TimeProvider time)
    {
        _pools = pools;
        _dialect = JournalDialect.For(pools.Provider.Dialect);
        _sql = new JournalSql(_dialect);
        _options = options;
        _time = time;
        Owner = $"{options.Instance}/{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..9]}";
    }

    public string Owner { get; }

    /// <summary>Writes an operation that its writer runs at once: claimed by this instance, first attempt.</summary>
    public async Task InsertAsync(
        Session session, Guid id, string kind, string args, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.Insert)
            .With("id", id).With("kind", kind).With("owner", Owner).With("lease", _options.Lease).With("args", args);
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task AddAsync(
        Session session, Guid id, string kind, string args, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.Add)
            .With("id", id).With("kind", kind).With("delay", delay).With("args", args);
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fence and completion in one statement.</summary>
    /// <returns>Whether the caller is still the owner; if so, the row is locked until its session ends.</returns>
    public Task<bool> CompleteAsync(Session session, RunLease lease, CancellationToken cancellationToken)
        => FencedAsync(
            Command(session, _sql.Complete).With("retention", _options.Retention), lease, cancellationToken);

    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> PostponeAsync(
        Session session, RunLease lease, TimeSpan pause, string reason, CancellationToken cancellationToken)
        => FencedAsync(
            Command(session, _sql.Postpone).With("pause", pause).With("reason", Shorten(reason)),
            lease,
            cancellationToken);

    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> BuryAsync(Session session, RunLease lease, string reason, CancellationToken cancellationToken)
        => FencedAsync(Command(session, _sql.Bury).With("reason", Shorten(reason)), lease, cancellationToken);

    /// <inheritdoc cref="CompleteAsync"/>
    public Task<bool> CallAgainAsync(Session session, RunLease lease, CancellationToken cancellationToken)
        => FencedAsync(Command(session, _sql.CallAgain).With("lease", _options.Lease), lease, cancellationToken);

    /// <summary>Takes over what is due, of these kinds.</summary>
    public async Task<IReadOnlyList<ClaimedRow>> ClaimAsync(
        Session session, IReadOnlyList<string> kinds, int count, CancellationToken cancellationToken)
    {
        var claimedAt = _time.GetTimestamp();
        using var command = Command(session, _sql.SelectDue(kinds.Count)).WithEach("k", kinds).With("count", count);
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

    /// <summary>How long until something may be due; null when nothing is alive.</summary>
    public async Task<TimeSpan?> NextDueAsync(Session session, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.NextDue);
        var next = await command.ReadScalarAsync(cancellationToken).ConfigureAwait(false);
        return next is null or DBNull
            ? null
            : JournalRows.Span(Convert.ToInt64(next, CultureInfo.InvariantCulture));
    }

    /// <summary>Renews the leases of operations that this instance still owns.</summary>
    public async Task<int> RenewAsync(Session session, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.Renew(ids.Count))
            .WithEach("i", ids).With("lease", _options.Lease).With("owner", Owner);
        return await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives operations that this instance still owns to whoever comes first.</summary>
    public async Task<int> HandBackAsync(Session session, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        using var command = Command(session, _sql.HandBack(ids.Count)).WithEach("i", ids).With("owner", Owner);
        return await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a batch of completed operations that are past their retention.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RemoveFinishedAsync(Session session, CancellationToken cancellationToken)
    {
        using var select = Command(session, _sql.SelectFinished).With("count", BatchSize);
        var ids = await select.ReadAsync(JournalRows.Id, cancellationToken).ConfigureAwait(false);
        if (ids.Count == 0)
        {
            return 0;
        }

        using var remove = Command(session, JournalSql.Remove(ids.Count)).WithEach("i", ids);
        return await remove.ExecuteAsync(cancellationToken).ConfigureAwait(false);
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

    public Task EnsureSchemaAsync(CancellationToken cancellationToken)
        => _pools.InSessionAsync(
            new SessionOptions { Workload = Workload.Background, MaxRetries = 5 },
            async (session, token) =>
            {
                // Asked first, so that a user without the right to make tables can work with one that is there.
                using var find = Command(session, _sql.FindTable);
                var found = await find.ReadScalarAsync(token).ConfigureAwait(false);
                if (Convert.ToInt64(found, CultureInfo.InvariantCulture) > 0)
                {
                    return;
                }

                foreach (var statement in _sql.CreateTable)
                {
                    using var create = Command(session, statement);
                    await create.ExecuteAsync(token).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private static string Shorten(string reason) => reason.Length > LongestReason ? reason[..LongestReason] : reason;

    private static async Task<bool> FencedAsync(
        JournalCommand command, RunLease lease, CancellationToken cancellationToken)
    {
        using (command.With("id", lease.Id).With("epoch", lease.Epoch))
        {
            return await command.ExecuteAsync(cancellationToken).ConfigureAwait(false) == 1;
        }
    }

    private async Task<IReadOnlyList<ClaimedRow>> ClaimAsync(
        Session session, JournalCommand select, long claimedAt, CancellationToken cancellationToken)
    {
        var rows = await select
            .ReadAsync(reader => JournalRows.Claimed(reader, claimedAt), cancellationToken).ConfigureAwait(false);
        await FaultPoints.PassAsync(FaultPoint.ClaimSelected, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return rows;
        }

        var ids = rows.ConvertAll(static row => row.Id);
        using var claim = Command(session, _sql.Claim(ids.Count))
            .WithEach("i", ids).With("owner", Owner).With("lease", _options.Lease);
        await claim.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        await FaultPoints.PassAsync(FaultPoint.ClaimUpdated, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private JournalCommand Command(Session session, string sql) => new(session, _dialect, sql);
}
