using System.Data.Common;
using Leasehold.Providers;
using Microsoft.Data.Sqlite;

namespace Leasehold.Sqlite;

/// <summary>The driver's pool of one file's connections. It has no maximum of its own: the gate is the maximum.</summary>
internal sealed class SqlitePool(string connectionString) : DriverPool
{
    /// <summary>A file needs no sign of life.</summary>
    public override bool ChecksOnOpen => true;

    public override DbConnection CreateConnection() => new SqliteConnection(connectionString);

    public override DbCommand CreateCommand() => new SqliteCommand();

    public override void Clear()
    {
        using var any = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(any);
    }

    public override ValueTask DisposeAsync()
    {
        Clear();
        return default;
    }
}
