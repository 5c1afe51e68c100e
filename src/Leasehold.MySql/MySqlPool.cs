using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>One MySqlConnector data source of a workload.</summary>
internal sealed class MySqlPool : DriverPool
{
    private readonly string _connectionString;
    private readonly DriverPoolSettings _settings;
    private readonly Action<MySqlDataSourceBuilder>? _configure;
    private readonly bool _enlists;
    private MySqlDataSource _source;

    public MySqlPool(string connectionString, DriverPoolSettings settings, Action<MySqlDataSourceBuilder>? configure)
    {
        _connectionString = connectionString;
        _settings = settings;
        _configure = configure;
        var builder = NewBuilder();
        ChecksOnOpen = builder.ConnectionStringBuilder.ConnectionReset;
        _enlists = builder.ConnectionStringBuilder.AutoEnlist;
        _source = builder.Build();
    }

    /// <summary>
    /// The reset that a full return asks for is made on the next open: a round trip, and so the check.
    /// </summary>
    public override bool ChecksOnOpen { get; }

    /// <summary>Without the driver's reset nothing else would end a transaction begun by a plain statement.</summary>
    public override bool ResetsByPing => !ChecksOnOpen;

    public override bool EnlistsInAmbientTransaction => _enlists;

    public override DbConnection CreateConnection() => Volatile.Read(ref _source).CreateConnection();

    public override DbCommand CreateCommand() => new MySqlCommand();

    public override DbBatch CreateBatch() => new MySqlBatch();

    public override int PhysicalId(DbConnection connection) => ((MySqlConnection)connection).ServerThread;

    public override async Task PingAsync(DbConnection connection, TimeSpan timeout)
    {
        // A statement rather than the protocol's ping, since only a command has a time-out in this driver.
        using var command = PingCommand(connection, timeout);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    public override void Ping(DbConnection connection, TimeSpan timeout)
    {
        using var command = PingCommand(connection, timeout);
        command.ExecuteNonQuery();
    }

    public override bool IsBroken(DbConnection connection) => connection.State == ConnectionState.Broken;

    /// <summary>Exchanges the data source: the driver's own clearing does not find a data source's pool.</summary>
    /// <remarks>Disposing the old one closes its idle connections now, and its busy ones when they come back.</remarks>
    public override void Clear() => Interlocked.Exchange(ref _source, NewBuilder().Build()).Dispose();

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private MySqlDataSourceBuilder NewBuilder()
    {
        var builder = new MySqlDataSourceBuilder(_connectionString);
        Map(builder.ConnectionStringBuilder, _settings);
        builder.UseName(_settings.ApplicationName);
        _configure?.Invoke(builder);
        return builder;
    }

    private static MySqlCommand PingCommand(DbConnection connection, TimeSpan timeout)
        => new("ROLLBACK", (MySqlConnection)connection)
        {
            CommandTimeout = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds)),
        };

    private static void Map(MySqlConnectionStringBuilder target, DriverPoolSettings settings)
    {
        var options = settings.Options;
        target.Pooling = true;
        target.MaximumPoolSize = (uint)settings.MaxConnections;
        target.MinimumPoolSize = 0;

        // Zero keeps idle connections; overflow's are closed by Leasehold, which must know when.
        target.ConnectionIdleTimeout = 0;
        target.ConnectionLifeTime = (uint)Math.Round(settings.Recycle.TotalSeconds);
        target.ConnectionTimeout = (uint)Math.Max(1, Math.Ceiling(options.ConnectTimeout.TotalSeconds));
        target.ApplicationName = settings.ApplicationName;
        target.ConnectionReset = settings.Pooler == ServerPooler.None && options.ResetOnReturn == ResetOnReturn.Full;
    }
}
