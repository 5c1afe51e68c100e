using System.Data.Common;
using Leasehold.LocalServers.Files;
using Leasehold.ServiceDefaults.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Leasehold.Scenarios.Soak.Databases;

internal sealed class SqliteSoak : SoakDatabase
{
    private readonly TemporaryFolder _folder = new("leasehold-soak-");

    public override string Name => "sqlite";

    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    public override bool EnlistsInScopes => false;

    public override string CreateNotes => "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, n INT NOT NULL)";

    public override string ReadMark => "SELECT coalesce((SELECT name FROM temp.sqlite_master LIMIT 1), '')";

    public override string LeaveMark => "CREATE TEMP TABLE left_mark (x)";

    public override string Begin => "BEGIN IMMEDIATE";

    public override string Endless
        => "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000000000) SELECT i FROM n";

    // The driver waits for a locked file by blocking its thread: no longer than the pools wait for a place.
    public override async Task<string> CreateAsync(string name)
    {
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _folder.File($"{name}.db"),
            DefaultTimeout = (int)SoakPlan.AcquireTimeout.TotalSeconds,
        }.ConnectionString;
        await ExecuteAsync(connectionString, "PRAGMA journal_mode = WAL");
        return connectionString;
    }

    public override void UseContext(DbContextOptionsBuilder options, string connectionString)
        => options.UseSqlite(connectionString);

    public override DbConnection Outside(string connectionString)
        => new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    /// <summary>Each connection that has read opens the write-ahead log for itself.</summary>
    /// <remarks>The file itself stays open as long as another connection has a lock on it. On Linux only.</remarks>
    public override int CountConnections(string connectionString)
    {
        const string Descriptors = "/proc/self/fd";
        var log = new SqliteConnectionStringBuilder(connectionString).DataSource + "-wal";
        return Directory.Exists(Descriptors)
            ? Directory.EnumerateFiles(Descriptors).Count(descriptor => Target(descriptor) == log)
            : 0;
    }

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return base.DisposeAsync();
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
