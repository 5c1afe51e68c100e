using Leasehold.LocalServers.Files;
using Leasehold.Sqlite;
using Microsoft.Data.Sqlite;

namespace Leasehold.Benchmarks.Databases;

/// <summary>A SQLite file through Microsoft.Data.Sqlite, alone and leased.</summary>
internal sealed class SqlitePair : DatabasePair
{
    private readonly TemporaryFolder _folder;
    private readonly string _connectionString;

    private SqlitePair(TemporaryFolder folder, string connectionString)
        : base("sqlite", new SqliteProvider(connectionString))
    {
        _folder = folder;
        _connectionString = connectionString;
    }

    public static SqlitePair Create()
    {
        var folder = new TemporaryFolder("leasehold-bench-");

        // What the adapter asks for too: foreign keys cost a statement per open, on both sides.
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = folder.File("bench.db"),
            ForeignKeys = true,
            Cache = SqliteCacheMode.Private,
            Pooling = true,
        };
        return new SqlitePair(folder, text.ToString());
    }

    public override async Task OpenCloseAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync();
        }
    }

    public override async Task OpenSelectCloseAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var connection = new SqliteConnection(_connectionString);
            await connection.OpenAsync();
            await using var command = new SqliteCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync();
        }
    }

    public override async Task LeaseSelectReturnAsync(int times)
    {
        using var flow = Request();
        for (var i = 0; i < times; i++)
        {
            await using var lease = await Pool.LeaseAsync();
            await using var command = new SqliteCommand("SELECT 1", (SqliteConnection)lease.Connection);
            await command.ExecuteScalarAsync();
        }
    }

    protected override ValueTask DisposeDriverAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return default;
    }
}
