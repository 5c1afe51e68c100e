using System.Data.Common;
using Leasehold.LocalServers.Files;
using Leasehold.Providers;
using Leasehold.Sqlite;
using Microsoft.Data.Sqlite;

namespace Leasehold.Specification.Tests.Databases;

/// <summary>A file in a temporary folder.</summary>
public class SqliteDatabase : DatabaseUnderTest
{
    private readonly TemporaryFolder _folder = new("lh-spec-");

    /// <inheritdoc/>
    /// <remarks>A folder where the file should be.</remarks>
    public override string UnreachableConnectionString => $"Data Source={_folder.Path}";

    /// <inheritdoc/>
    public override string Touch => "SELECT count(*) FROM sqlite_master";

    /// <inheritdoc/>
    public override string Begin => "BEGIN IMMEDIATE";

    /// <inheritdoc/>
    public override string EndlessQuery
        => "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000000) SELECT i FROM n";

    /// <summary>The file.</summary>
    public string FilePath => _folder.File("spec.db");

    /// <summary>A file that no one has opened yet.</summary>
    public string NewFile() => $"Data Source={_folder.File($"{Guid.NewGuid():n}.db")}";

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        ConnectionString = $"Data Source={FilePath}";
        await ExecuteAsync("PRAGMA journal_mode = WAL");
    }

    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new SqliteProvider(connectionString ?? ConnectionString);

    /// <inheritdoc/>
    public override object Physical(DbConnection connection) => ((SqliteConnection)connection).Handle!;

    /// <summary>Each connection that has read opens the write-ahead log for itself.</summary>
    /// <remarks>
    /// The main file will not do: SQLite keeps its descriptors while another connection holds a lock.
    /// </remarks>
    public override Task<int> CountConnectionsAsync(ConnectionPools pools)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "Open files can be counted on Linux only.");
        var log = FilePath + "-wal";
        return Task.FromResult(Directory.EnumerateFiles("/proc/self/fd").Count(fd => Target(fd) == log));
    }

    /// <inheritdoc/>
    public override async Task<DbConnection> OpenOutsideAsync()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    /// <inheritdoc/>
    public override async Task<bool> IsWritableAsync(string table)
    {
        await using var outside = await OpenOutsideAsync();
        await using var command = outside.CreateCommand();
        command.CommandText = $"UPDATE {table} SET body = body WHERE id = 1";
        command.CommandTimeout = 1; // the driver takes whole seconds, and 0 for ever
        try
        {
            return await command.ExecuteNonQueryAsync() == 1;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return default;
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed while we looked
        }
    }
}
