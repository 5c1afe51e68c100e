using System.Data.Common;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>The tables of the guide's own services, of the same names as ours, in a new database.</summary>
public sealed class GuidesTables : IAsyncDisposable
{
    private const string Url = "--DATABASE_URL=sqlite:///";
    private const string ConnectionString = "--Leasehold:Database:ConnectionString=";

    private readonly DbConnection _connection;

    private GuidesTables(DbConnection connection) => _connection = connection;

    /// <summary>Makes them, with a row in <c>images</c> and in <c>orders</c>.</summary>
    /// <param name="settings">The settings of an empty database.</param>
    public static async Task<GuidesTables> CreateAsync(IReadOnlyList<string> settings)
    {
        var tables = await OpenAsync(settings);
        foreach (var statement in tables.Statements())
        {
            await tables.ReadAsync(statement);
        }

        return tables;
    }

    /// <summary>Those that are there.</summary>
    /// <param name="settings">The settings of their database.</param>
    public static async Task<GuidesTables> OpenAsync(IReadOnlyList<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tables = new GuidesTables(ConnectionOf(settings));
        await tables._connection.OpenAsync();
        return tables;
    }

    /// <summary>Every definition in the database in the server's words, and every row of the guide's tables.</summary>
    public async Task<string> DescribeAsync()
    {
        var text = _connection switch
        {
            SqliteConnection => await ReadAsync("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"),
            NpgsqlConnection => await ReadAsync(
                """
                SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
                FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, ordinal_position
                """) + await ReadAsync("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
                + await ReadAsync(
                    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0 ORDER BY 1"),
            _ => await ReadAsync("SHOW TABLES") + await ReadAsync("SHOW CREATE TABLE images")
                + await ReadAsync("SHOW CREATE TABLE orders") + await ReadAsync("SHOW CREATE TABLE payments"),
        };
        return text + await RowsAsync();
    }

    /// <summary>What stands in the guide's tables.</summary>
    public async Task<string> RowsAsync()
        => await ReadAsync("SELECT * FROM images") + await ReadAsync("SELECT * FROM orders")
            + await ReadAsync("SELECT * FROM payments");

    /// <summary>The names of all tables.</summary>
    public Task<string> NamesAsync()
        => ReadAsync(_connection switch
        {
            SqliteConnection => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
            NpgsqlConnection => "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
            _ => "SHOW TABLES",
        });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static DbConnection ConnectionOf(IReadOnlyList<string> settings)
    {
        var file = settings.FirstOrDefault(static s => s.StartsWith(Url, StringComparison.Ordinal));
        if (file is not null)
        {
            return new SqliteConnection($"Data Source={file[Url.Length..]};Pooling=False");
        }

        var text = settings.First(static s => s.StartsWith(ConnectionString, StringComparison.Ordinal));
        return settings.Any(static s => s.EndsWith("Provider=postgresql", StringComparison.Ordinal))
            ? new NpgsqlConnection(text[ConnectionString.Length..] + ";Pooling=false")
            : new MySqlConnection(text[ConnectionString.Length..] + ";Pooling=false");
    }

    private IEnumerable<string> Statements()
    {
        var (key, time) = _connection switch
        {
            SqliteConnection => ("INTEGER NOT NULL PRIMARY KEY", "DATETIME"),
            NpgsqlConnection => ("SERIAL PRIMARY KEY", "TIMESTAMP"),
            _ => ("INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY", "DATETIME"),
        };
        yield return $"""
            CREATE TABLE images (id {key}, task_id VARCHAR(50), original_url TEXT, processed_url TEXT NULL,
                status VARCHAR(20), width INTEGER NULL, height INTEGER NULL, file_size INTEGER NULL,
                processing_time FLOAT NULL, error_message TEXT NULL, created_at {time}, updated_at {time})
            """;
        yield return "CREATE INDEX ix_images_task_id ON images (task_id)";
        yield return $"""
            CREATE TABLE orders (id {key}, order_number VARCHAR(50) UNIQUE, customer_id VARCHAR(50),
                total_amount NUMERIC(10, 2), status VARCHAR(20), created_at {time}, updated_at {time})
            """;
        yield return $"""
            CREATE TABLE payments (id {key}, payment_id VARCHAR(50) UNIQUE, order_id INTEGER, amount NUMERIC(10, 2),
                currency VARCHAR(3), status VARCHAR(20), gateway_transaction_id VARCHAR(100) NULL,
                gateway_response TEXT NULL, error_message TEXT NULL, created_at {time}, updated_at {time},
                FOREIGN KEY (order_id) REFERENCES orders (id))
            """;
        yield return "INSERT INTO images (task_id, original_url, status) VALUES ('t-1', 'http://a/', 'completed')";
        yield return "INSERT INTO orders (order_number, customer_id, total_amount) VALUES ('주문-1', 'c-1', 10.50)";
    }

    private async Task<string> ReadAsync(string statement)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = statement;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i))));
        }

        return string.Join('\n', lines) + "\n";
    }
}
