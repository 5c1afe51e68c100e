using System.Globalization;

namespace Leasehold.Durable;

/// <summary>The table of recurring operations: a row for each, which says when it is next.</summary>
/// <remarks>
/// Thread-safe. Whoever writes an occurrence's operation moves its row on in the same transaction, with the row locked:
/// so each is written once, by whichever instance is there.
/// </remarks>
internal sealed class RecurringJournal(JournalDialect dialect)
{
    private const string Table = JournalTables.Recurring;
    private const string Columns = "name, kind, cron, zone, next_us, last_us";

    private readonly string _find =
        $"SELECT {Columns}, {dialect.Now} FROM {Table} WHERE name = @name{dialect.ForUpdate}";
    private readonly string _lockDue =
        $"""
        SELECT {Columns}, {dialect.Now} FROM {Table}
        WHERE name = @name AND next_us <= {dialect.Now} AND NOT {PausedKinds.Condition("@kind")}
        {dialect.ForUpdateSkipLocked}
        """;

    private readonly string _next = $"SELECT MIN(next_us) - {dialect.Now} FROM {Table} WHERE name IN ";

    /// <summary>One as it is, locked, with the database's time; null when there is none.</summary>
    public async Task<(RecurringRecord Record, DateTimeOffset Now)?> FindAsync(
        Session session, string name, CancellationToken cancellationToken)
    {
        using var command = Command(session, _find).With("name", name);
        var rows = await command.ReadAsync(JournalRows.Recurring, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>One that is due, locked; null when it is not, is paused, or another instance is at it.</summary>
    public async Task<(RecurringRecord Record, DateTimeOffset Now)?> LockDueAsync(
        Session session, Recurrence recurrence, CancellationToken cancellationToken)
    {
        using var command = Command(session, _lockDue)
            .With("name", recurrence.Name).With("kind", recurrence.Kind);
        var rows = await command.ReadAsync(JournalRows.Recurring, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>How long until one of them is due; null when none is to come.</summary>
    public async Task<TimeSpan?> NextAsync(
        Session session, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var parameters = string.Join(", ", names.Select(static (_, i) => $"@n{i}"));
        using var command = Command(session, $"{_next}({parameters})").WithEach("n", names);
        var next = await command.ReadScalarAsync(cancellationToken).ConfigureAwait(false);
        return next is null or DBNull
            ? null
            : JournalRows.Span(Convert.ToInt64(next, CultureInfo.InvariantCulture));
    }

    public async Task<DateTimeOffset> NowAsync(Session session, CancellationToken cancellationToken)
    {
        using var command = Command(session, $"SELECT {dialect.Now}");
        var now = await command.ReadScalarAsync(cancellationToken).ConfigureAwait(false);
        return JournalRows.Time(Convert.ToInt64(now, CultureInfo.InvariantCulture));
    }

    public async Task InsertAsync(
        Session session, Recurrence recurrence, DateTimeOffset? next, CancellationToken cancellationToken)
    {
        using var command = Written(session, recurrence, next,
            $"INSERT INTO {Table} (name, kind, cron, zone, next_us) VALUES (@name, @kind, @cron, @zone, @next)");
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts another expression in force.</summary>
    public async Task ChangeAsync(
        Session session, Recurrence recurrence, DateTimeOffset? next, CancellationToken cancellationToken)
    {
        using var command = Written(session, recurrence, next,
            $"UPDATE {Table} SET kind = @kind, cron = @cron, zone = @zone, next_us = @next WHERE name = @name");
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on behind the occurrences that are over.</summary>
    public async Task MoveOnAsync(
        Session session,
        string name,
        DateTimeOffset? next,
        DateTimeOffset? last,
        CancellationToken cancellationToken)
    {
        using var command = Command(
            session, $"UPDATE {Table} SET next_us = @next, last_us = COALESCE(@last, last_us) WHERE name = @name")
            .With("name", name).With("next", JournalRows.Microseconds(next))
            .With("last", JournalRows.Microseconds(last));
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<RecurringRecord>> ListAsync(Session session, CancellationToken cancellationToken)
    {
        using var command = Command(session, $"SELECT {Columns}, {dialect.Now} FROM {Table} ORDER BY name");
        var rows = await command.ReadAsync(JournalRows.Recurring, cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(static row => row.Record);
    }

    private JournalCommand Written(Session session, Recurrence recurrence, DateTimeOffset? next, string sql)
        => Command(session, sql)
            .With("name", recurrence.Name)
            .With("kind", recurrence.Kind)
            .With("cron", recurrence.Options.Cron)
            .With("zone", recurrence.Options.TimeZone)
            .With("next", JournalRows.Microseconds(next));

    private JournalCommand Command(Session session, string sql) => new(session, dialect, sql);
}
