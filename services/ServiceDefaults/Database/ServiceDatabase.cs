using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider;
using LinqToDB.DataProvider.MySql;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>linq2db on a session's transaction.</summary>
/// <remarks>
/// Thread-safe. Built once: provider and options carry linq2db's query caches, and a connection on top of them costs
/// no more than its own object.
/// </remarks>
public sealed class ServiceDatabase
{
    private readonly IDataProvider _provider;
    private readonly DataOptions _options;

    /// <summary>For the chosen driver.</summary>
    /// <param name="kind">The driver.</param>
    public ServiceDatabase(DatabaseKind kind)
    {
        Kind = kind;
        _provider = kind switch
        {
            DatabaseKind.Sqlite => SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft),
            DatabaseKind.PostgreSql => PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15),
            _ => MySqlTools.GetDataProvider(MySqlVersion.MariaDB10, MySqlProvider.MySqlConnector),
        };
        _options = kind == DatabaseKind.Sqlite
            ? new DataOptions().UseInterceptor(new TimedCommands())
            : new DataOptions();
    }

    /// <summary>The driver.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>linq2db on the session; disposing it leaves connection and transaction to the session.</summary>
    /// <param name="session">An open session.</param>
    public DataConnection On(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new DataConnection(_options.UseTransaction(_provider, session.Transaction));
    }
}
