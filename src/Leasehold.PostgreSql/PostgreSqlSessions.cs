using System.Globalization;
using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>Sessions of a PostgreSQL server: which a connection has, and what a row says of one.</summary>
internal static class PostgreSqlSessions
{
    public static string ServerOf(NpgsqlConnection connection)
        => string.Create(CultureInfo.InvariantCulture, $"{connection.Host}:{connection.Port}");

    /// <summary>Of a connection that its holder may be closing at this moment; null then.</summary>
    public static ServerSessionId? Of(NpgsqlConnection connection)
    {
        try
        {
            return new(ServerOf(connection), connection.ProcessID);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException)
        {
            // The driver does not expect to be asked by another thread while it lets go.
            return null;
        }
    }

    /// <summary>A row of <see cref="PostgreSqlInspection"/>.</summary>
    public static ServerSession Read(NpgsqlDataReader row)
    {
        var number = row.GetInt32(0);
        var state = StateOf(Text(row, 4));
        return new ServerSession
        {
            Number = number,
            Application = Text(row, 1) ?? "",
            User = Text(row, 2) ?? "",
            Client = Text(row, 3) ?? "",
            State = state,
            InStateFor = state == ServerSessionState.Unknown ? null : Seconds(row, 5),
            InTransactionFor = Seconds(row, 6),
            Statement = Text(row, 7),
            Wait = row.IsDBNull(8) ? null : new ServerLockWait
            {
                // A parallel worker's leader may stand there more than once.
                BlockedBy = [.. row.GetFieldValue<int[]>(8).Distinct().Select(static pid => (long)pid)],
                Waited = Seconds(row, 9),
                Lock = Text(row, 10),
                Table = Text(row, 11),
            },
            EndCommand = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({number})"),
            CancelCommand = string.Create(CultureInfo.InvariantCulture, $"SELECT pg_cancel_backend({number})"),
        };
    }

    private static ServerSessionState StateOf(string? state) => state switch
    {
        "active" or "fastpath function call" => ServerSessionState.Active,
        "idle" => ServerSessionState.Idle,
        "idle in transaction" or "idle in transaction (aborted)" => ServerSessionState.IdleInTransaction,
        _ => ServerSessionState.Unknown,
    };

    private static string? Text(NpgsqlDataReader row, int column)
        => row.IsDBNull(column) ? null : row.GetString(column);

    private static TimeSpan? Seconds(NpgsqlDataReader row, int column)
        => row.IsDBNull(column) ? null : TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(column)));
}
