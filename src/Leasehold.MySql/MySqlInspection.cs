using System.Globalization;
using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>Reads what a server knows of its sessions: who waits, for which lock, and who has it.</summary>
/// <remarks>
/// Of a statement only the first word leaves the server. MariaDB tells of InnoDB's locks in its information schema,
/// MySQL in its performance schema, there those on tables too; MariaDB has these only with a plugin, so who has one is
/// inferred: whoever is in a transaction, or in a statement, that is older than the wait.
/// </remarks>
internal sealed class MySqlInspection(MySqlConnection connection, string server)
{
    private const string NoProcess =
        "The server tells this user of its own sessions only, and of no locks. GRANT PROCESS ON *.* TO the user of the "
        + "connection string.";

    private const string NoPerformanceSchema =
        "The server does not tell this user who has a lock. GRANT SELECT ON performance_schema.* TO the user of the "
        + "connection string.";

    private readonly bool _isMariaDb = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase);
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    public async Task<ServerReport> ReadAsync()
    {
        // InnoDB's times are in the system's zone.
        await ExecuteAsync("SET time_zone = 'SYSTEM'").ConfigureAwait(false);
        var (isReadOnly, most) = await ReadServerAsync().ConfigureAwait(false);
        var connections = await ReadConnectionsAsync().ConfigureAwait(false);
        var transactions = await ReadTransactionsAsync().ConfigureAwait(false);
        var names = await ReadNamesAsync().ConfigureAwait(false);
        var rows = await ReadListAsync().ConfigureAwait(false);
        var waits = await ReadWaitsAsync().ConfigureAwait(false);
        return new ServerReport
        {
            Server = server,
            IsReadOnly = isReadOnly,
            Connections = connections,
            MaxConnections = most,
            Sessions = MySqlSessions.Of(rows, transactions, names, waits),
            Missing = [.. _missing],
        };
    }

    private async Task<(bool IsReadOnly, int Most)> ReadServerAsync()
    {
        var (isReadOnly, most) = (false, 0);
        await QueryAsync("SELECT @@global.read_only OR @@innodb_read_only, @@max_connections", row =>
        {
            isReadOnly = Number(row, 0) != 0;
            most = (int)Number(row, 1);
        }).ConfigureAwait(false);
        return (isReadOnly, most);
    }

    private async Task<int?> ReadConnectionsAsync()
    {
        int? connections = null;
        await QueryAsync(
            "SHOW GLOBAL STATUS LIKE 'Threads_connected'",
            row => connections = (int)Number(row, 1) - 1).ConfigureAwait(false);
        return connections;
    }

    private async Task<List<MySqlListRow>> ReadListAsync()
    {
        var time = _isMariaDb ? "time_ms / 1000" : "time";
        var rows = new List<MySqlListRow>();
        await QueryAsync(
            $"""
            SELECT id, user, host, command, {time}, state,
                   REGEXP_SUBSTR(REGEXP_REPLACE(left(info, 2000),
                       '^([[:space:]]|[(]|--[^\n]*\n|/[*]([^*]|[*]+[^*/])*[*]+/)+', ''), '^[A-Za-z]+')
            FROM information_schema.processlist
            WHERE id <> CONNECTION_ID() AND command NOT IN ('Daemon', 'Binlog Dump', 'Slave_IO', 'Slave_SQL')
            ORDER BY (state LIKE 'Waiting for%') DESC, (info IS NOT NULL) DESC, id
            LIMIT {ServerInspection.MaxSessions}
            """,
            row => rows.Add(new MySqlListRow(
                Number(row, 0),
                Text(row, 1),
                ClientOf(Text(row, 2)),
                Text(row, 3),
                TimeSpan.FromSeconds(Math.Max(0, Convert.ToDouble(row.GetValue(4), CultureInfo.InvariantCulture))),
                Text(row, 5),
                Text(row, 6)))).ConfigureAwait(false);
        return rows;
    }

    private async Task<Dictionary<long, MySqlTransactionRow>> ReadTransactionsAsync()
    {
        var found = new Dictionary<long, MySqlTransactionRow>();
        await TryQueryAsync(
            $"""
            SELECT trx_mysql_thread_id, TIMESTAMPDIFF(MICROSECOND, trx_started, SYSDATE(6)),
                   TIMESTAMPDIFF(MICROSECOND, trx_wait_started, SYSDATE(6))
            FROM information_schema.innodb_trx WHERE trx_mysql_thread_id <> 0 LIMIT {ServerInspection.MaxSessions}
            """,
            row => found[Number(row, 0)] = new MySqlTransactionRow(Micro(row, 1) ?? TimeSpan.Zero, Micro(row, 2)),
            NoProcess).ConfigureAwait(false);
        return found;
    }

    private async Task<List<MySqlWaitRow>> ReadWaitsAsync()
    {
        var waits = new List<MySqlWaitRow>();
        await TryQueryAsync(_isMariaDb ? MySqlLockSql.MariaDb : MySqlLockSql.MySql, Add, _isMariaDb ? NoProcess
            : NoPerformanceSchema).ConfigureAwait(false);
        if (!_isMariaDb)
        {
            await TryQueryAsync(MySqlLockSql.MySqlTables, Add, NoPerformanceSchema).ConfigureAwait(false);
        }

        return waits;

        void Add(MySqlDataReader row) => waits.Add(new MySqlWaitRow(
            Number(row, 0), Number(row, 1), Text(row, 2), Text(row, 3).Replace("`", "", StringComparison.Ordinal)));
    }

    // Where the performance schema is on: what clients call themselves. Nothing is missing without it.
    private async Task<Dictionary<long, string>> ReadNamesAsync()
    {
        var names = new Dictionary<long, string>();
        await TryQueryAsync(
            $"""
            SELECT processlist_id, attr_value FROM performance_schema.session_connect_attrs
            WHERE attr_name = 'program_name' LIMIT {ServerInspection.MaxSessions}
            """,
            row => names[Number(row, 0)] = Text(row, 1),
            missing: null).ConfigureAwait(false);
        return names;
    }

    private static long Number(MySqlDataReader row, int column)
        => row.IsDBNull(column) ? 0 : Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);

    private static string Text(MySqlDataReader row, int column)
        => row.IsDBNull(column) ? "" : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture) ?? "";

    private static TimeSpan? Micro(MySqlDataReader row, int column)
        => row.IsDBNull(column) ? null : TimeSpan.FromMicroseconds(Math.Max(0, Number(row, column)));

    // "10.0.0.7:41234": the port says nothing to anyone.
    private static string ClientOf(string host)
        => host.LastIndexOf(':') is > 0 and var colon && host.IndexOf(':', StringComparison.Ordinal) == colon
            ? host[..colon] : host;

    private async Task TryQueryAsync(string sql, Action<MySqlDataReader> read, string? missing)
    {
        try
        {
            await QueryAsync(sql, read).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.ErrorCode is MySqlErrorCode.SpecifiedAccessDeniedError
            or MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied
            or MySqlErrorCode.DatabaseAccessDenied or MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownTable)
        {
            if (missing is not null)
            {
                _missing.Add(missing);
            }
        }
    }

    private async Task QueryAsync(string sql, Action<MySqlDataReader> read)
    {
        using var command = new MySqlCommand(sql, connection);
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                read(reader);
            }
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
