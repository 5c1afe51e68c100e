using System.Data.Common;
using Leasehold.Scenarios.Serving.Holds;
using Leasehold.ServiceDefaults.Database;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider;
using LinqToDB.DataProvider.MySql;
using LinqToDB.DataProvider.PostgreSQL;
using LinqToDB.DataProvider.SQLite;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Npgsql;

namespace Leasehold.Scenarios.Serving.HandWritten;

/// <summary>The driver's own pool, with as many connections and the same driver settings as the service has.</summary>
internal sealed class RawDatabase : IDisposable
{
    /// <summary>What the service's adapter asks of Npgsql: statements are planned once per connection.</summary>
    private const int PreparedStatements = 50;

    private readonly DbDataSource? _source;
    private readonly string _connectionString;
    private readonly SemaphoreSlim? _connections;
    private readonly TimeSpan _acquireTimeout;
    private readonly HoldRecorder? _holds;
    private readonly IDataProvider _provider;
    private readonly DataOptions _options = new();

    public RawDatabase(RawDatabaseOptions options, HoldRecorder? holds)
    {
        _connectionString = options.Database.ConnectionString;
        _acquireTimeout = options.AcquireTimeout;
        _holds = holds;
        var connections = options.Connections;
        var seconds = (int)_acquireTimeout.TotalSeconds;
        switch (options.Database.Kind)
        {
            case DatabaseKind.PostgreSql:
                _provider = PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15);
                _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connectionString)
                {
                    MaxPoolSize = connections,
                    MinPoolSize = connections,
                    Timeout = seconds,
                    MaxAutoPrepare = PreparedStatements,
                });
                break;
            case DatabaseKind.MySql:
                _provider = MySqlTools.GetDataProvider(MySqlVersion.MariaDB10, MySqlProvider.MySqlConnector);
                _source = new MySqlDataSource(new MySqlConnectionStringBuilder(_connectionString)
                {
                    MaximumPoolSize = (uint)connections,
                    ConnectionIdleTimeout = 0,
                    ConnectionTimeout = (uint)seconds,
                }.ConnectionString);
                break;
            default:
                // The driver's pool has no maximum, and its busy time-out blocks threads: a careful team bounds it, and
                // lets writers take turns where no turn is long.
                _provider = SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft);
                _connections = new SemaphoreSlim(options.WritersTakeTurns ? 1 : connections);
                break;
        }
    }

    public async Task<HeldConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_source is null)
        {
            return await OpenFileAsync(cancellationToken);
        }

        try
        {
            return new HeldConnection(await _source.OpenConnectionAsync(cancellationToken), null, _holds);
        }
        catch (DbException exhausted) when (exhausted is NpgsqlException or MySqlException)
        {
            _holds?.Exhausted();
            throw new NoConnectionException(exhausted);
        }
    }

    public DataConnection On(DbTransaction transaction)
        => new(_options.UseTransaction(_provider, transaction));

    public void Dispose()
    {
        _source?.Dispose();
        _connections?.Dispose();
    }

    private async Task<HeldConnection> OpenFileAsync(CancellationToken cancellationToken)
    {
        if (!await _connections!.WaitAsync(_acquireTimeout, cancellationToken))
        {
            _holds?.Exhausted();
            throw new NoConnectionException(null);
        }

        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new HeldConnection(connection, _connections, _holds);
        }
        catch
        {
            await connection.DisposeAsync();
            _connections.Release();
            throw;
        }
    }
}
