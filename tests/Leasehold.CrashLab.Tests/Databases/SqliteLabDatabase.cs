using System.Data.Common;
using Leasehold.LocalServers.Files;
using Microsoft.Data.Sqlite;

namespace Leasehold.CrashLab.Tests.Databases;

/// <summary>A file.</summary>
internal sealed class SqliteLabDatabase : LabDatabase
{
    private readonly TemporaryFolder _folder = new("crash-lab-");

    public override string Name => "sqlite";

    public override bool IsShared => false;

    public override IReadOnlyList<string> Settings =>
    [
        "--Leasehold:Database:Provider=sqlite",
        $"--Leasehold:Database:ConnectionString=Data Source={_folder.File("payments.db")}",
    ];

    public override string Now => "(CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER) * 1000)";

    public override DbConnection Connection()
        => new SqliteConnection($"Data Source={_folder.File("payments.db")};Default Timeout=5;Pooling=False");

    /// <summary>Another process's transaction leaves no trace but its lock on writing.</summary>
    public override async Task<long> BusySessionsAsync()
    {
        await using var connection = new SqliteConnection(
            $"Data Source={_folder.File("payments.db")};Default Timeout=0;Pooling=False");
        await connection.OpenAsync();
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK";
            await command.ExecuteNonQueryAsync();
            return 0;
        }
        catch (SqliteException locked) when (locked.SqliteErrorCode is 5 or 6)
        {
            return 1;
        }
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
