using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Leasehold.Sqlite;

/// <summary>
/// The driver's pool of one file's connections; it has no maximum of its own, the gate is the maximum.
/// </summary>
internal sealed class SqlitePool(string connectionString, Action prepare) : DriverPool
{
    /// <summary>A file needs no sign of life.</summary>
    public override bool ChecksOnOpen => true;

    public override bool AdoptsConnections => true;

    /// <summary>The driver pools by the text of the string.</summary>
    public override void Adopt(DbConnection connection)
    {
        prepare();
        connection.ConnectionString = connectionString;
    }

    public override DbConnection CreateConnection()
    {
        prepare();
        return new SqliteConnection(connectionString);
    }

    public override DbCommand CreateCommand() => new SqliteCommand();

    /// <summary>
    /// Ends a transaction begun by a plain statement: the driver resets nothing, and it would lock out all writers.
    /// </summary>
    public override void BeforeReturn(DbConnection connection)
    {
        if (connection.State == ConnectionState.Open
            && raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle) == 0)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "ROLLBACK";
            command.ExecuteNonQuery();
        }
    }

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
