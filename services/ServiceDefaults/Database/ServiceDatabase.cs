using System.Data.Common;
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
    private readonly MySqlServer _server;
    private readonly DataOptions _options;
    private volatile IDataProvider? _provider;

    /// <summary>For the chosen driver.</summary>
    /// <param name="settings">The database.</param>
    public ServiceDatabase(DatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Kind = settings.Kind;
        _server = settings.Server;
        _options = Kind == DatabaseKind.Sqlite
            ? new DataOptions().UseInterceptor(new TimedCommands())
            : new DataOptions();
        if (settings.Tables.Prefix.Length > 0)
        {
            _options = _options.UseInterceptor(new PrefixedCommands(settings.Tables));
        }
    }

    /// <summary>The driver.</summary>
    public DatabaseKind Kind { get; }

    /// <summary>linq2db on the session; disposing it leaves connection and transaction to the session.</summary>
    /// <param name="session">An open session.</param>
    public DataConnection On(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        _provider ??= ProviderFor(session.Transaction);
        return new DataConnection(_options.UseTransaction(_provider, session.Transaction));
    }

    // linq2db keeps one of each.
    private IDataProvider ProviderFor(DbTransaction transaction) => Kind switch
    {
        DatabaseKind.Sqlite => SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft),
        DatabaseKind.PostgreSql => PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15),
        _ => MySqlTools.GetDataProvider(_server.Ask(transaction).Dialect, MySqlProvider.MySqlConnector),
    };
}
