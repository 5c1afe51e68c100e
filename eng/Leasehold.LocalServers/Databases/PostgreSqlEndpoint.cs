using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Leasehold.LocalServers.Databases;

/// <summary>A running PostgreSQL server, reached by its connection string only.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Names come from DatabaseName, which allows only a-z, 0-9, _.")]
public sealed class PostgreSqlEndpoint : IDatabaseEndpoint
{
    private readonly NpgsqlConnectionStringBuilder _administrator;

    /// <summary>Uses the server that the connection string names.</summary>
    public PostgreSqlEndpoint(string connectionString)
    {
        ConnectionString = connectionString;

        // Unpooled: an idle pooled connection would count as a session of the test.
        _administrator = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        Port = _administrator.Port;
    }

    /// <inheritdoc/>
    public string ConnectionString { get; }

    /// <inheritdoc/>
    public int Port { get; }

    /// <inheritdoc/>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        var database = DatabaseName.Unique(name);

        // template0: nobody can be connected to it, which CREATE DATABASE would refuse.
        await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE template0", cancellationToken);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;
    }

    /// <inheritdoc/>
    public Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken = default) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {DatabaseOf(connectionString)} WITH (FORCE)", cancellationToken);

    /// <inheritdoc/>
    public Task<int> KillSessionsAsync(string connectionString, CancellationToken cancellationToken = default) =>
        KillAsync(DatabaseOf(connectionString), cancellationToken);

    internal async Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellationToken)
    {
        var database = DatabaseName.Checked(name);
        try
        {
            await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE template0", cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // It is there already; PostgreSQL has no CREATE DATABASE IF NOT EXISTS.
        }

        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;
    }

    internal Task<int> KillAllSessionsAsync(CancellationToken cancellationToken) => KillAsync(null, cancellationToken);

    private static string DatabaseOf(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString).Database
        ?? throw new ArgumentException("The connection string names no database.", nameof(connectionString));

    private async Task<int> KillAsync(string? database, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_administrator.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();

        // The second argument waits for the session's end, so that the caller sees them gone.
        command.CommandText = """
            SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND datname = coalesce($1, datname)
            """;
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = database });
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_administrator.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
