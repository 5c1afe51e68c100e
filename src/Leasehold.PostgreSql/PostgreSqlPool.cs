using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>One Npgsql data source of a workload.</summary>
internal sealed class PostgreSqlPool : DriverPool
{
    private readonly NpgsqlDataSource _source;
    private readonly bool _enlists;

    public PostgreSqlPool(
        string connectionString, DriverPoolSettings settings, Action<NpgsqlDataSourceBuilder>? configure)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        Map(builder.ConnectionStringBuilder, settings);
        configure?.Invoke(builder);
        _enlists = builder.ConnectionStringBuilder.Enlist;
        _source = builder.Build();
    }

    public override bool EnlistsInAmbientTransaction => _enlists;

    public override string CommandSource => "Npgsql";

    public override DbConnection CreateConnection() => _source.CreateConnection();

    public override DbCommand CreateCommand() => new NpgsqlCommand();

    public override DbBatch CreateBatch() => new NpgsqlBatch();

    public override int PhysicalId(DbConnection connection) => ((NpgsqlConnection)connection).ProcessID;

    public override async Task PingAsync(DbConnection connection, TimeSpan timeout)
    {
        using var command = PingCommand(connection, timeout);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    public override void Ping(DbConnection connection, TimeSpan timeout)
    {
        using var command = PingCommand(connection, timeout);
        command.ExecuteNonQuery();
    }

    public override bool IsBroken(DbConnection connection)
        => ((NpgsqlConnection)connection).FullState.HasFlag(ConnectionState.Broken);

    public override bool? IsExecuting(DbConnection connection)
        => (((NpgsqlConnection)connection).FullState & (ConnectionState.Executing | ConnectionState.Fetching))
            != ConnectionState.Closed;

    public override void Clear() => _source.Clear();

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    // Bounded by the command's own time-out: a token would wait for the answer to the reset that goes before it.
    private static NpgsqlCommand PingCommand(DbConnection connection, TimeSpan timeout)
        => new("SELECT 1", (NpgsqlConnection)connection)
        {
            CommandTimeout = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds)),
        };

    private static void Map(NpgsqlConnectionStringBuilder target, DriverPoolSettings settings)
    {
        var options = settings.Options;
        target.Pooling = true;
        target.MaxPoolSize = settings.MaxConnections;

        // Npgsql closes idle connections down to the minimum; it fills it only as connections are asked for.
        target.MinPoolSize = settings.KeepsOpen ? Math.Min(settings.MaxConnections, options.Size) : 0;
        target.ConnectionLifetime = (int)Math.Round(settings.Recycle.TotalSeconds);
        target.Timeout = Math.Clamp((int)Math.Ceiling(options.ConnectTimeout.TotalSeconds), 1, 1024);
        target.ApplicationName = settings.ApplicationName;
        if (settings.Pooler == ServerPooler.Transaction)
        {
            // The pooler gives the server's session to someone else between transactions: nothing may be left on it.
            target.NoResetOnClose = true;
            target.MaxAutoPrepare = 0;
        }
        else
        {
            target.NoResetOnClose = options.ResetOnReturn == ResetOnReturn.Rollback;
            if (options.IdleInTransactionTimeout > TimeSpan.Zero)
            {
                var ms = (long)options.IdleInTransactionTimeout.TotalMilliseconds;
                target.Options = $"{target.Options} -c idle_in_transaction_session_timeout={ms}".Trim();
            }
        }
    }
}
