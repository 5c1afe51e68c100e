using System.Data.Common;
using System.Runtime.CompilerServices;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider;
using LinqToDB.DataProvider.MySql;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;

namespace Leasehold.ServiceDefaults.Database;

/// <summary>linq2db on a session's transaction or on a lease, and handwritten queries on a lease.</summary>
/// <remarks>
/// Thread-safe. Built once: provider and options carry linq2db's query caches, and a connection on top of them costs
/// no more than its own object.
/// </remarks>
public sealed class ServiceDatabase
{
    private readonly MySqlServer _server;
    private readonly TableNames _tables;
    private readonly DataOptions _options;
    private volatile IDataProvider? _provider;

    /// <summary>For the chosen driver.</summary>
    /// <param name="settings">The database.</param>
    public ServiceDatabase(DatabaseSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Kind = settings.Kind;
        _server = settings.Server;
        _tables = settings.Tables;
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
        _provider ??= ProviderFor(session.Connection, session.Transaction);
        return new DataConnection(_options.UseTransaction(_provider, session.Transaction));
    }

    /// <summary>
    /// Runs one statement that reads, on a connection of the flow's workload and without a transaction.
    /// </summary>
    /// <remarks>
    /// A single statement has one consistent view by itself, on every database. Beginning and ending a transaction
    /// around it would take two to three round trips more.
    /// </remarks>
    /// <param name="pools">The pools.</param>
    /// <param name="read">The statement.</param>
    /// <param name="cancellationToken">Cancels waiting and reading.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="T">What is read.</typeparam>
    public async Task<T> ReadAsync<T>(
        ConnectionPools pools,
        Func<DataConnection, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(pools);
        ArgumentNullException.ThrowIfNull(read);
        await using var lease = await pools.Current.LeaseAsync(cancellationToken, member, file, line);
        _provider ??= ProviderFor(lease.Connection, transaction: null);
        using var db = new DataConnection(
            _options.UseConnection(_provider, lease.Connection, disposeConnection: false));
        return await read(db, cancellationToken);
    }

    /// <summary>
    /// Reads one row by a handwritten statement, on a connection of the flow's workload and without a transaction.
    /// </summary>
    /// <param name="pools">The pools.</param>
    /// <param name="query">The statement.</param>
    /// <param name="values">Its parameters' values.</param>
    /// <param name="cancellationToken">Cancels waiting and reading.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="T">The row.</typeparam>
    /// <returns>Null where there is no row.</returns>
    public async Task<T?> FindAsync<T>(
        ConnectionPools pools,
        RowQuery<T> query,
        string[] values,
        CancellationToken cancellationToken,
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(pools);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(values);
        await using var lease = await pools.Current.LeaseAsync(cancellationToken, member, file, line);

        // The other drivers tell themselves.
        using var timing = Kind == DatabaseKind.Sqlite ? CommandTiming.Begin(lease.Connection) : default;
        var row = await query.RunAsync(lease.Connection, Kind, _tables, values, cancellationToken);

        // A SELECT of ours, read to its end: there is nothing to undo.
        lease.LeaveAsIs();
        return row;
    }

    // linq2db keeps one of each.
    private IDataProvider ProviderFor(DbConnection connection, DbTransaction? transaction) => Kind switch
    {
        DatabaseKind.Sqlite => SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft),
        DatabaseKind.PostgreSql => PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15),
        _ => MySqlTools.GetDataProvider(_server.Ask(connection, transaction).Dialect, MySqlProvider.MySqlConnector),
    };
}
