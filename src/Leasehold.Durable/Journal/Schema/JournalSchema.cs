using System.Data.Common;

namespace Leasehold.Durable;

/// <summary>Makes the journal's tables, brings older ones into today's shape, and refuses what is no journal.</summary>
/// <remarks>
/// Thread-safe, and safe from many instances at once. What is there is only looked at, so that a user without the right
/// to change tables can work with them.
/// </remarks>
internal sealed class JournalSchema(ConnectionPools pools, JournalDialect dialect)
{
    private static readonly SessionOptions Making = new() { Workload = JournalPool.Workload, MaxRetries = 5 };

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="JournalShapeException">A table of that name is something else.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        foreach (var table in dialect.Tables)
        {
            await pools.InSessionAsync(
                Making, (session, token) => EnsureAsync(session, table, token), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task EnsureAsync(Session session, JournalTable table, CancellationToken cancellationToken)
    {
        if (await IsCompleteAsync(session, table, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (dialect.Lock is { } turn)
        {
            await RunAsync(session, turn, cancellationToken).ConfigureAwait(false);
        }

        var columns = await ReadAsync(session, dialect.ReadColumns, table, cancellationToken).ConfigureAwait(false);
        if (columns.Count == 0)
        {
            await RunAsync(session, table.Create, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await MigrateAsync(session, table, columns, cancellationToken).ConfigureAwait(false);
        }

        var indexes = await ReadAsync(session, dialect.ReadIndexes, table, cancellationToken).ConfigureAwait(false);
        foreach (var (_, create) in table.Indexes.Where(index => !indexes.Contains(dialect.Named(index.Name))))
        {
            await ChangeAsync(session, table, create, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (_, drop) in table.StaleIndexes.Where(index => indexes.Contains(dialect.Named(index.Name))))
        {
            await ChangeAsync(session, table, drop, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsCompleteAsync(
        Session session, JournalTable table, CancellationToken cancellationToken)
    {
        var columns = await ReadAsync(session, dialect.ReadColumns, table, cancellationToken).ConfigureAwait(false);
        if (!table.Columns.All(column => columns.Contains(column.Name)))
        {
            return false;
        }

        var indexes = await ReadAsync(session, dialect.ReadIndexes, table, cancellationToken).ConfigureAwait(false);
        return table.Indexes.All(index => indexes.Contains(dialect.Named(index.Name)))
            && !table.StaleIndexes.Any(index => indexes.Contains(dialect.Named(index.Name)));
    }

    private async Task MigrateAsync(
        Session session, JournalTable table, HashSet<string> columns, CancellationToken cancellationToken)
    {
        var missing = table.Columns.Where(column => !columns.Contains(column.Name)).ToList();
        if (missing.Find(static column => !column.IsLater) is not null)
        {
            throw new JournalShapeException(
                $"The table {dialect.Named(table.Name)} has not the columns of Leasehold's journal: it lacks "
                + $"{string.Join(", ", missing.Select(static column => column.Name))}, and has "
                + $"{string.Join(", ", columns.Order(StringComparer.Ordinal))}. It was left as it is: rename it, or "
                + "use another database or schema.");
        }

        foreach (var column in missing)
        {
            await ChangeAsync(session, table, table.Add(column), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ChangeAsync(
        Session session, JournalTable table, string statement, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(session, statement, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException) when (dialect.Lock is null && !cancellationToken.IsCancellationRequested)
        {
            // Where instances do not take turns another may have been quicker.
            if (!await IsCompleteAsync(session, table, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
        catch (DbException exception) when (session.Classify(exception) == DatabaseErrorKind.Other)
        {
            throw new JournalShapeException(
                $"The table {dialect.Named(table.Name)} is that of an older version of Leasehold's journal, and it "
                + $"could not be changed: {exception.Message} Let a user who may change it run: "
                + dialect.Named(statement),
                exception);
        }
    }

    private async Task RunAsync(Session session, string statement, CancellationToken cancellationToken)
    {
        using var command = new JournalCommand(session, dialect, statement);
        await command.ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<HashSet<string>> ReadAsync(
        Session session, string query, JournalTable table, CancellationToken cancellationToken)
    {
        using var command = new JournalCommand(session, dialect, query).With("table", dialect.Named(table.Name));
        var names = await command.ReadAsync(static reader => reader.GetString(0), cancellationToken)
            .ConfigureAwait(false);
        return new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
    }
}
