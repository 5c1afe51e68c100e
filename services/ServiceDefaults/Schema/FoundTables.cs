using System.Data.Common;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Reads the columns of tables that are there, over a connection of its own; changes nothing.</summary>
internal sealed class FoundTables : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly string _query;

    private FoundTables(DbConnection connection, string query) => (_connection, _query) = (connection, query);

    /// <summary>Connects.</summary>
    /// <param name="kind">The driver.</param>
    /// <param name="connectionString">Without a pool.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<FoundTables> OpenAsync(
        DatabaseKind kind, string connectionString, CancellationToken cancellationToken)
    {
        var (connection, query) = kind switch
        {
            DatabaseKind.Sqlite => (
                (DbConnection)new SqliteConnection(connectionString),
                "SELECT name, type FROM pragma_table_info(@table)"),

            // As an unquoted statement finds it: by the search path.
            DatabaseKind.PostgreSql => (
                new NpgsqlConnection(connectionString),
                """
                SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute
                WHERE attrelid = to_regclass(@table) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
                """),
            _ => (
                new MySqlConnection(connectionString),
                """
                SELECT column_name, column_type FROM information_schema.columns
                WHERE table_schema = DATABASE() AND table_name = @table ORDER BY ordinal_position
                """),
        };
        var tables = new FoundTables(connection, query);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return tables;
        }
        catch
        {
            await tables.DisposeAsync();
            throw;
        }
    }

    /// <summary>The columns of a table, by name; none where there is no such table.</summary>
    /// <param name="table">Its name in the database.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyDictionary<string, FoundColumn>> ReadAsync(
        string table, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<string, FoundColumn>(StringComparer.OrdinalIgnoreCase);
        await using var command = _connection.CreateCommand();
        command.CommandText = _query;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("table", table);
        command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            columns[reader.GetString(0)] = FoundColumn.Of(reader.GetString(1));
        }

        return columns;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
