using System.Data.Common;
using System.Runtime.CompilerServices;
using Leasehold.Providers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Leasehold.Sqlite;

/// <summary>
/// The driver's pool of one file's connections; it has no maximum of its own, the gate is the maximum.
/// </summary>
internal sealed class SqlitePool(string connectionString, Action<bool> prepare, bool isInitialized) : DriverPool
{
    // Source: SQLite, SQLITE_DBCONFIG_ENABLE_FKEY.
    private const int EnableForeignKeys = 1002;

    private readonly SqliteConnectionStringBuilder _settings = new(connectionString);

    // By the driver's handle: one for each physical connection, which comes back under ever new connection objects.
    private readonly ConditionalWeakTable<sqlite3, SqliteTraces> _traces = [];

    /// <summary>A file needs no sign of life.</summary>
    public override bool ChecksOnOpen => true;

    public override DatabaseTarget Target { get; } = SqliteTarget.Read(new(connectionString));

    public override bool AdoptsConnections => true;

    public override DatabaseTarget? TargetOf(DbConnection connection)
        => connection is SqliteConnection ? SqliteTarget.Read(new(connection.ConnectionString)) : null;

    /// <summary>The driver pools by the text of the string.</summary>
    /// <remarks>Its owner may have deleted the file: what is idle then would write to where nobody looks.</remarks>
    public override void Adopt(DbConnection connection)
    {
        prepare(true);
        connection.ConnectionString = connectionString;
    }

    public override DbConnection CreateConnection()
    {
        prepare(false);
        return new SqliteConnection(connectionString);
    }

    public override DbCommand CreateCommand() => new SqliteCommand();

    public override bool Opened(DbConnection connection)
    {
        var sqlite = (SqliteConnection)connection;
        var handle = sqlite.Handle!;
        SqliteTraces? traces;
        while (_traces.TryGetValue(handle, out traces) && traces.HasAny)
        {
            // Closed without its reset, by someone who had the connection itself: for a moment it was among the idle
            // ones. It ends here, and another is opened.
            SqliteConnection.ClearPool(sqlite);
            sqlite.Close();
            sqlite.Open();
            handle = sqlite.Handle!;
        }

        if (traces is null)
        {
            // Once for each physical connection: the keyword would have the driver set it at every opening.
            if (_settings.ForeignKeys is null)
            {
                raw.sqlite3_db_config(handle, EnableForeignKeys, 1, out _);
            }

            traces = SqliteTraces.Watch(handle, _settings);
            _traces.Add(handle, traces);
        }
        else if (raw.sqlite3_get_autocommit(handle) == 0)
        {
            // The same in the middle of a transaction.
            RollBack(connection);
        }

        return isInitialized && !traces.IsInitialized;
    }

    /// <summary>What was set by then stays: it is no trace of a holder.</summary>
    public override void Initialized(DbConnection connection)
    {
        if (_traces.TryGetValue(((SqliteConnection)connection).Handle!, out var traces))
        {
            traces.Begin();
        }
    }

    public override bool? IsNew(DbConnection connection)
        => _traces.TryGetValue(((SqliteConnection)connection).Handle!, out var traces) && traces.TakeIsNew();

    /// <summary>
    /// The driver resets nothing: a transaction begun by a plain statement is rolled back here, and a connection on
    /// which its holder changed something that stays is closed for good.
    /// </summary>
    public override ValueTask<bool> ResetAsync(DbConnection connection, bool blocking)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (_traces.TryGetValue(handle, out var traces) && traces.HasAny)
        {
            // The connection itself is closed when it comes back, the idle ones with it: opening takes 0.1 ms.
            SqliteConnection.ClearPool((SqliteConnection)connection);
        }

        if (raw.sqlite3_get_autocommit(handle) == 0)
        {
            RollBack(connection);
        }

        return new(true);
    }

    /// <summary>Its handle is not to be found any more: all idle ones are closed.</summary>
    public override ValueTask ResetIdleAsync(int physicalId)
    {
        Clear();
        return default;
    }

    public override ValueTask DiscardAsync(DbConnection connection)
    {
        SqliteConnection.ClearPool((SqliteConnection)connection);
        return default;
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

    // Not by the driver's transaction object, which knows nothing of it.
    private static void RollBack(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "ROLLBACK";
        command.ExecuteNonQuery();
    }
}
