using Npgsql;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>An advisory lock of a session of its own; it ends with the connection, however the process ends.</summary>
internal sealed class PostgreSqlSchemaLock : SchemaLock
{
    private readonly NpgsqlConnection _connection;

    private PostgreSqlSchemaLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<SchemaLock> TakeAsync(
        string connectionString, string service, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            CommandTimeout = (int)Patience.TotalSeconds,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                "SELECT pg_advisory_lock(hashtextextended($1, 0))", connection);
            command.Parameters.AddWithValue($"leasehold.schema.{service}");
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new PostgreSqlSchemaLock(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();
}
