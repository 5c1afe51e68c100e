using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>One Npgsql data source of a workload.</summary>
internal sealed class PostgreSqlPool : DriverPool
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlMultiHostDataSource? _hosts;
    private readonly PostgreSqlSide _side;
    private readonly bool _enlists;
    private readonly bool _isPooledElsewhere;
    private readonly string _database;
    private readonly ResetOnReturn _reset;

    public PostgreSqlPool(
        string connectionString, DriverPoolSettings settings, Action<NpgsqlDataSourceBuilder>? configure)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        Map(builder.ConnectionStringBuilder, settings);

        // Without a name the driver takes the string itself, user and all, for the pool's name in its metrics.
        builder.Name = settings.DataSourceName;
        configure?.Invoke(builder);
        if (builder.ConnectionStringBuilder.Multiplexing)
        {
            throw new InvalidOperationException(
                "Multiplexing=true in the connection string shares one connection among callers, but a lease is a "
                + "connection of its holder alone. Remove Multiplexing.");
        }

        if (settings.OnConnectionOpened is { } run)
        {
            builder.UsePhysicalConnectionInitializer(
                connection => run(connection, CancellationToken.None).AsTask().GetAwaiter().GetResult(),
                connection => run(connection, CancellationToken.None).AsTask());
        }

        _enlists = builder.ConnectionStringBuilder.Enlist;
        _isPooledElsewhere = settings.Pooler == ServerPooler.Transaction;
        _reset = settings.Options.ResetOnReturn;
        Target = PostgreSqlTarget.Read(builder.ConnectionStringBuilder);
        (_source, _hosts) = Build(builder);
        using var any = CreateConnection();
        _database = any.Database;
        _side = new PostgreSqlSide(builder, isInitialized: settings.OnConnectionOpened is not null);
    }

    public override DatabaseTarget Target { get; }

    public override bool EnlistsInAmbientTransaction => _enlists;

    /// <summary>The driver's own reset rides on the next command, also after one that was made at once: on some roads
    /// back that one cannot be made, and it may fail.</summary>
    public override bool ResetsLate => _reset != ResetOnReturn.Rollback && !_isPooledElsewhere;

    public override string CommandSource => "Npgsql";

    public override bool HasBatches => true;

    public override DatabaseTarget? TargetOf(DbConnection connection)
        => connection is NpgsqlConnection
            ? PostgreSqlTarget.Read(new NpgsqlConnectionStringBuilder(connection.ConnectionString))
            : null;

    public override DbConnection CreateConnection() => _source.CreateConnection();

    public override DbCommand CreateCommand() => new NpgsqlCommand();

    public override DbBatch CreateBatch() => new NpgsqlBatch();

    public override int PhysicalId(DbConnection connection)
    {
        // Two servers may number their sessions alike.
        var npgsql = (NpgsqlConnection)connection;
        return _hosts is null ? npgsql.ProcessID : HashCode.Combine(npgsql.ProcessID, npgsql.Host, npgsql.Port);
    }

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
    {
        try
        {
            return (((NpgsqlConnection)connection).FullState & (ConnectionState.Executing | ConnectionState.Fetching))
                != ConnectionState.Closed;
        }
        catch (InvalidOperationException)
        {
            // The ledger looks while someone else opens or closes it, and the driver finds its own state odd.
            return null;
        }
    }

    public override ValueTask<bool> ResetAsync(DbConnection connection, bool blocking)
        => ((NpgsqlConnection)connection).FullState == ConnectionState.Open
            && _reset != ResetOnReturn.Immediate
            && !IsElsewhere(connection)
                ? new(true)
                : ResetSlowlyAsync((NpgsqlConnection)connection, blocking);

    public override async ValueTask CancelAsync(DbConnection connection, bool blocking)
    {
        // Behind a pooler the number is not the server's, and may be another session's.
        if (IsExecuting(connection) == true && !_isPooledElsewhere)
        {
            await _side.CancelAsync((NpgsqlConnection)connection, blocking).ConfigureAwait(false);
        }
    }

    public override bool DiscardsOne => true;

    public override async ValueTask DiscardAsync(DbConnection connection)
    {
        if (IsExecuting(connection) == true)
        {
            await StopAsync((NpgsqlConnection)connection, blocking: false).ConfigureAwait(false);
        }

        if (connection.State == ConnectionState.Open)
        {
            await PostgreSqlReset.BreakAsync((NpgsqlConnection)connection).ConfigureAwait(false);
        }
    }

    public override bool Inspects => true;

    // Behind a pooler the number is that of its own connection.
    public override ServerSessionId? SessionOf(DbConnection connection)
        => _isPooledElsewhere ? null : PostgreSqlSessions.Of((NpgsqlConnection)connection);

    public override Task<ServerReport> InspectAsync(ServerInspection inspection, CancellationToken cancellationToken)
        => _side.InspectAsync(inspection, cancellationToken);

    public override void Clear()
    {
        // The driver remembers for a while which of several hosts is the primary.
        _hosts?.ClearDatabaseStates();
        _source.Clear();
    }

    public override Task ReloadTypesAsync(CancellationToken cancellationToken)
        => _source.ReloadTypesAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        if (_hosts is not null)
        {
            await _hosts.DisposeAsync().ConfigureAwait(false);
        }

        await _side.DisposeAsync().ConfigureAwait(false);
    }

    // Of several hosts, or of one that must be the primary, the driver wants to be asked for each kind of connection;
    // the same in the string of a data source it refuses.
    private static (NpgsqlDataSource Source, NpgsqlMultiHostDataSource? Hosts) Build(NpgsqlDataSourceBuilder builder)
    {
        var text = builder.ConnectionStringBuilder;
        var wanted = text.TargetSessionAttributes;
        if (wanted is null && text.Host?.Contains(',', StringComparison.Ordinal) != true)
        {
            return (builder.Build(), null);
        }

        text.TargetSessionAttributes = null;
        var hosts = builder.BuildMultiHost();
        var name = wanted?.Replace("-", "", StringComparison.Ordinal);
        return (name is null ? hosts : hosts.WithTargetSession(Enum.Parse<TargetSessionAttributes>(name, true)), hosts);
    }

    // The cheapest statement that is one: it is not even planned, and what rides on the next command goes with it.
    private static NpgsqlCommand PingCommand(DbConnection connection, TimeSpan timeout)
        => new(";", (NpgsqlConnection)connection)
        {
            // Bounded by the command's own time-out: a token would wait for the answer to the reset before it.
            CommandTimeout = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds)),
        };

    private async ValueTask StopAsync(NpgsqlConnection connection, bool blocking)
    {
        await CancelAsync(connection, blocking).ConfigureAwait(false);
        await PostgreSqlReset.LetGoAsync(connection, blocking).ConfigureAwait(false);
        await PostgreSqlReset.DrainAsync(connection, blocking).ConfigureAwait(false);
    }

    // The driver changes the database by opening another connection, of a pool that nobody bounds.
    private bool IsElsewhere(DbConnection connection)
        => !string.Equals(connection.Database, _database, StringComparison.Ordinal);

    private async ValueTask<bool> ResetSlowlyAsync(NpgsqlConnection connection, bool blocking)
    {
        if (IsElsewhere(connection))
        {
            await DiscardAsync(connection).ConfigureAwait(false);
            return true;
        }

        if (IsExecuting(connection) == true)
        {
            await StopAsync(connection, blocking).ConfigureAwait(false);
        }

        if (_reset == ResetOnReturn.Immediate && !_isPooledElsewhere && connection.State == ConnectionState.Open
            && !PostgreSqlReset.IsEnlisted(connection))
        {
            await PostgreSqlReset.AtOnceAsync(connection, blocking).ConfigureAwait(false);
        }

        return true;
    }

    private static void Map(NpgsqlConnectionStringBuilder target, DriverPoolSettings settings)
    {
        var options = settings.Options;
        target.Pooling = true;

        // The gate is the maximum. A connection whose check hangs is given up before the driver has let go of it, and
        // meanwhile there must be room for the one that is opened in its place.
        target.MaxPoolSize = 2 * settings.MaxConnections;

        // Npgsql closes idle connections down to the minimum; it fills it only as connections are asked for. How many
        // are kept is the gate's to say, and may change.
        target.MinPoolSize = settings.KeepsOpen ? target.MaxPoolSize : 0;
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
