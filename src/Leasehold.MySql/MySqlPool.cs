using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>One MySqlConnector data source of a workload.</summary>
internal sealed class MySqlPool : DriverPool
{
    // A return is a few instructions; a busy machine may stop between any two of them.
    private static readonly int[] LateReturnsMs = [1, 10, 30, 100, 1_000];

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
        _enlists = builder.ConnectionStringBuilder.AutoEnlist;
        _source = builder.Build();
    }

    /// <summary>
    /// Opening resets the pooled connection, or pings it where a pooler forbids that: either checks it.
    /// </summary>
    public override bool ChecksOnOpen => true;

    public override bool EnlistsInAmbientTransaction => _enlists;

    public override string CommandSource => "MySqlConnector";

    public override DbConnection CreateConnection() => Volatile.Read(ref _source).CreateConnection();

    public override DbCommand CreateCommand() => new MySqlCommand();

    public override DbBatch CreateBatch() => new MySqlBatch();

    public override int PhysicalId(DbConnection connection) => ((MySqlConnection)connection).ServerThread;

    public override bool IsBroken(DbConnection connection) => connection.State == ConnectionState.Broken;

    /// <summary>Exchanges the data source: the driver's own clearing does not find a data source's pool.</summary>
    /// <remarks>
    /// Disposing the old one closes its idle connections now, and its busy ones when they come back. Until the idle
    /// ones are closed the new one may connect already: the server may then count more connections than there are
    /// places, for as long as closing takes.
    /// </remarks>
    public override void Clear()
    {
        var old = Interlocked.Exchange(ref _source, NewBuilder().Build());
        old.Dispose();
        _ = CloseLateReturnsAsync(old);
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    // A connection that the driver has judged fit on its return, but not yet put among the idle ones when these are
    // closed, would stay there, open, where nobody looks any more. Disposing once more closes it.
    private static async Task CloseLateReturnsAsync(MySqlDataSource old)
    {
        foreach (var pauseMs in LateReturnsMs)
        {
            await Task.Delay(pauseMs).ConfigureAwait(false);
            await old.DisposeAsync().ConfigureAwait(false);
        }
    }

    private MySqlDataSourceBuilder NewBuilder()
    {
        var builder = new MySqlDataSourceBuilder(_connectionString);
        Map(builder.ConnectionStringBuilder, _settings);
        builder.UseName(_settings.ApplicationName);
        _configure?.Invoke(builder);
        return builder;
    }

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

        // Without a reset the driver pings instead, so Rollback would save no round trip: both reset everything.
        target.ConnectionReset = settings.Pooler == ServerPooler.None;
    }
}
