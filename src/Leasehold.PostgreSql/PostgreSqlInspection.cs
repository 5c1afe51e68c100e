using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>Reads what a server knows of its sessions: who waits, for which lock, and who has it.</summary>
/// <remarks>Of a statement only the first word leaves the server.</remarks>
internal static class PostgreSqlInspection
{
    private const int MaxWaiting = 300;

    private const string Missing =
        "The server tells this user nothing of other users' sessions but that they are there: neither their address "
        + "nor what they do. GRANT pg_monitor TO the user of the connection string.";

    // Reserved places are not for ordinary users. The role is what pg_monitor has, too.
    private const string ServerSql =
        """
        SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool,
               (SELECT count(*)::int FROM pg_stat_activity
                WHERE pid <> pg_backend_pid() AND datid IS NOT NULL AND coalesce(backend_type, 'client backend')
                    NOT IN ('autovacuum worker', 'parallel worker')),
               current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
               pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
                   OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        """;

    // pg_locks shows every lock to everybody, so who blocks whom is known without any right. The time of the wait is in
    // it from version 14 on, which is why it is read by name. Whoever waits for a row waits for its owner's
    // transaction; the table is that of the row's own lock, which the first in line has.
    private const string SessionsSql =
        """
        WITH locks AS MATERIALIZED (
            SELECT l.pid, l.locktype, l.mode, l.relation, l.database, l.granted,
                   CASE WHEN NOT l.granted THEN (to_jsonb(l) ->> 'waitstart')::timestamptz END AS since
            FROM pg_locks l WHERE l.pid IS NOT NULL AND (NOT l.granted OR l.locktype = 'tuple')),
        waiting AS MATERIALIZED (
            SELECT DISTINCT ON (pid) * FROM locks WHERE NOT granted ORDER BY pid LIMIT $2),
        rows AS MATERIALIZED (
            SELECT DISTINCT ON (pid) pid, relation, database FROM locks WHERE locktype = 'tuple' ORDER BY pid),
        blocked AS MATERIALIZED (
            SELECT w.pid, w.locktype, w.mode, w.since, pg_blocking_pids(w.pid) AS blockers,
                   coalesce(w.relation, r.relation) AS at, coalesce(w.database, r.database) AS database
            FROM waiting w LEFT JOIN rows r ON r.pid = w.pid),
        shown AS (
            SELECT pid FROM blocked UNION SELECT unnest(blockers) FROM blocked UNION SELECT unnest($1::int[]))
        SELECT a.pid,
               CASE WHEN a.backend_type IN ('client backend', 'walsender') OR a.backend_type IS NULL
                   THEN a.application_name ELSE a.backend_type END,
               a.usename::text, host(a.client_addr), a.state,
               extract(epoch FROM clock_timestamp() - a.state_change)::float8,
               extract(epoch FROM clock_timestamp() - a.xact_start)::float8,
               (regexp_match(regexp_replace(left(a.query, 2000),
                   '^(\s|\(|--[^\n]*(\n|$)|/\*([^*]|\*+[^*/])*\*+/)+', ''), '^[A-Za-z]+'))[1],
               b.blockers, extract(epoch FROM clock_timestamp() - coalesce(b.since, a.query_start))::float8,
               b.locktype || ' ' || b.mode,
               (SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.oid = b.at AND b.database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        FROM shown JOIN pg_stat_activity a USING (pid) LEFT JOIN blocked b USING (pid)
        ORDER BY b.pid IS NULL, a.pid LIMIT $3
        """;

    public static async Task<ServerReport> ReadAsync(NpgsqlConnection connection, ServerInspection inspection)
    {
        var server = PostgreSqlSessions.ServerOf(connection);
        var (report, sees) = await ReadServerAsync(connection, server).ConfigureAwait(false);
        return report with
        {
            Sessions = await ReadSessionsAsync(connection, server, inspection).ConfigureAwait(false),
            Missing = sees ? [] : [Missing],
        };
    }

    private static async Task<(ServerReport Report, bool Sees)> ReadServerAsync(
        NpgsqlConnection connection, string server)
    {
        using var command = new NpgsqlCommand(ServerSql, connection);
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync().ConfigureAwait(false);
            var report = new ServerReport
            {
                Server = server,
                IsReadOnly = reader.GetBoolean(0),
                Connections = reader.GetInt32(1),
                MaxConnections = reader.GetInt32(2),
            };
            return (report, reader.GetBoolean(3));
        }
    }

    private static async Task<List<ServerSession>> ReadSessionsAsync(
        NpgsqlConnection connection, string server, ServerInspection inspection)
    {
        var leased = inspection.Leased.Where(session => string.Equals(session.Server, server, StringComparison.Ordinal))
            .Select(static session => (int)session.Number)
            .ToArray();
        using var command = new NpgsqlCommand(SessionsSql, connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = leased });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxWaiting });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ServerInspection.MaxSessions });
        var sessions = new List<ServerSession>();
        var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                sessions.Add(PostgreSqlSessions.Read(reader));
            }
        }

        return sessions;
    }
}
