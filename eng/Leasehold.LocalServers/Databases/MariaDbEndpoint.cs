using System.Diagnostics.CodeAnalysis;
using MySqlConnector;

namespace Leasehold.LocalServers.Databases;

/// <summary>A running MariaDB or MySQL server, reached by its connection string only.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Names come from DatabaseName, which allows only a-z, 0-9, _.")]
public sealed class MariaDbEndpoint : IDatabaseEndpoint
{
    private const int NoSuchThread = 1094;
    private readonly MySqlConnectionStringBuilder _administrator;

    /// <summary>Uses the server that the connection string names.</summary>
    public MariaDbEndpoint(string connectionString)
    {
        ConnectionString = connectionString;

        // Unpooled: an idle pooled connection would count as a session of the test.
        _administrator = new MySqlConnectionStringBuilder(connectionString) { Pooling = false };
        Port = (int)_administrator.Port;
    }

    /// <inheritdoc/>
    public string ConnectionString { get; }

    /// <inheritdoc/>
    public int Port { get; }

    /// <inheritdoc/>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        var database = DatabaseName.Unique(name);
        await ExecuteAsync($"CREATE DATABASE {database} CHARACTER SET utf8mb4", cancellationToken);
        return new MySqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;
    }

    /// <inheritdoc/>
    public async Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        // A session with an open transaction would hold its metadata locks against the DROP.
        await KillSessionsAsync(connectionString, cancellationToken);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {DatabaseOf(connectionString)}", cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> KillSessionsAsync(string connectionString, CancellationToken cancellationToken = default) =>
        KillAsync(DatabaseOf(connectionString), cancellationToken);

    internal async Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        var database = DatabaseName.Checked(name);
        await ExecuteAsync($"CREATE DATABASE IF NOT EXISTS {database} CHARACTER SET utf8mb4", cancellationToken);
        return new MySqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;
    }

    internal Task<int> KillAllSessionsAsync(CancellationToken cancellationToken) => KillAsync(null, cancellationToken);

    private static string DatabaseOf(string connectionString) =>
        new MySqlConnectionStringBuilder(connectionString) is { Database: { Length: > 0 } database }
            ? database
            : throw new ArgumentException("The connection string names no database.", nameof(connectionString));

    private static async Task<IReadOnlyList<long>> SessionsAsync(
        MySqlConnection connection, string? database, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT id FROM information_schema.processlist
            WHERE id <> CONNECTION_ID() AND user NOT IN ('system user', 'event_scheduler')
              AND (@database IS NULL OR db = @database)
            """;
        command.Parameters.AddWithValue("@database", database);
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    private async Task<int> KillAsync(string? database, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(_administrator.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var killed = 0;
        foreach (var id in await SessionsAsync(connection, database, cancellationToken))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"KILL CONNECTION {id}";
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
                killed++;
            }
            catch (MySqlException error) when (error.Number == NoSuchThread)
            {
                // It ended by itself in the meantime.
            }
        }

        return killed;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(_administrator.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
