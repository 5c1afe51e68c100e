using System.Globalization;
using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>Sessions of a server, out of what its tables say of them.</summary>
internal static class MySqlSessions
{
    /// <summary>Of a connection that its holder may be closing at this moment; null then.</summary>
    public static ServerSessionId? Of(MySqlConnection connection, string server)
    {
        try
        {
            return new(server, connection.ServerThread);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException)
        {
            // The driver does not expect to be asked by another thread while it lets go.
            return null;
        }
    }

    public static List<ServerSession> Of(
        IReadOnlyList<MySqlListRow> rows,
        IReadOnlyDictionary<long, MySqlTransactionRow> transactions,
        IReadOnlyDictionary<long, string> names,
        IReadOnlyList<MySqlWaitRow> waits)
    {
        var told = waits.ToLookup(static wait => wait.Waiter);
        return [.. rows.Select(row =>
        {
            var transaction = transactions.GetValueOrDefault(row.Id);
            var state = StateOf(row, transaction);
            return new ServerSession
            {
                Number = row.Id,
                Application = names.GetValueOrDefault(row.Id, ""),
                User = row.User,
                Client = row.Client,
                State = state,
                InStateFor = row.Time,
                InTransactionFor = transaction?.Age,
                Statement = row.Statement.Length > 0 ? row.Statement : null,
                Wait = told.Contains(row.Id) ? WaitOf(row, transaction, [.. told[row.Id]])
                    : row.WaitsForTable ? TableWaitOf(row, rows, transactions)
                    : null,
                EndCommand = string.Create(CultureInfo.InvariantCulture, $"KILL {row.Id}"),
                CancelCommand = string.Create(CultureInfo.InvariantCulture, $"KILL QUERY {row.Id}"),
            };
        })];
    }

    private static ServerSessionState StateOf(MySqlListRow row, MySqlTransactionRow? transaction)
        => row.Command != "Sleep" ? ServerSessionState.Active
            : transaction is null ? ServerSessionState.Idle
            : ServerSessionState.IdleInTransaction;

    private static ServerLockWait WaitOf(
        MySqlListRow row, MySqlTransactionRow? transaction, IReadOnlyList<MySqlWaitRow> waits)
        => new()
        {
            BlockedBy = [.. waits.Select(static wait => wait.Blocker).Distinct()],
            Waited = transaction?.Waited ?? row.Time,
            Lock = waits[0].Lock.Length > 0 ? waits[0].Lock : null,
            Table = waits[0].Table.Length > 0 ? waits[0].Table : null,
        };

    // Whoever waits stands behind a statement on the table itself that waits already; that one, or the first, waits for
    // whoever was busy before it.
    private static ServerLockWait TableWaitOf(
        MySqlListRow row,
        IReadOnlyList<MySqlListRow> rows,
        IReadOnlyDictionary<long, MySqlTransactionRow> transactions)
    {
        var inLine = rows.Where(other => other.Id != row.Id && other.WaitsForTable && IsOfTable(other)
            && !IsOfTable(row) && other.Time >= row.Time).ToList();
        var busy = rows.Where(other => other.Id != row.Id && !other.WaitsForTable
            && (AgeOf(other, transactions) ?? TimeSpan.MinValue) >= row.Time);
        return new ServerLockWait
        {
            BlockedBy = [.. (inLine.Count > 0 ? inLine : busy).Select(static other => other.Id)],
            AreCandidates = true,
            Waited = row.Time,
            Lock = row.State["Waiting for ".Length..],
        };
    }

    private static bool IsOfTable(MySqlListRow row)
        => new ServerSession { Number = row.Id, Statement = row.Statement }.ChangesSchema;

    private static TimeSpan? AgeOf(MySqlListRow row, IReadOnlyDictionary<long, MySqlTransactionRow> transactions)
        => transactions.TryGetValue(row.Id, out var transaction) ? transaction.Age
            : row.Command != "Sleep" ? row.Time
            : null;
}
