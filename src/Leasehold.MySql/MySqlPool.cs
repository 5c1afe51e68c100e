using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>One MySqlConnector data source of a workload.</summary>
/// <remarks>
/// The driver's own reset, at each opening, is switched off: until then locks and transactions of the last holder
/// would stay. The session is reset when it goes back instead.
/// </remarks>
internal sealed class MySqlPool : DriverPool
{
    // A return is a few instructions; a busy machine may stop between any two of them.
    private static readonly int[] LateReturnsMs = [1, 10, 30, 100, 1_000, 10_000];

    /// <summary>The idle list gives the one last returned first; in between someone else may come and go.</summary>
    private const int MaxTries = 4;
    private static readonly TimeSpan OpenBound = TimeSpan.FromSeconds(5);

    private readonly Lock _building = new(); // guards _builder and the exchange of _source
    private readonly MySqlDataSourceBuilder _builder;
    private readonly MySqlPassword _password;
    private readonly MySqlReset _reset;
    private readonly bool _enlists;
    private readonly bool _isPooledElsewhere;
    private readonly bool _isInitialized;

    // The sessions on which the application's hook is still to be run, if it has one.
    private readonly ConcurrentDictionary<int, byte> _new = new();
    private readonly bool _hasSeveralServers;
    private MySqlDataSource _source;
    private MySqlDataSource? _inspecting; // one caller at a time

    public MySqlPool(string connectionString, DriverPoolSettings settings, Action<MySqlDataSourceBuilder>? configure)
    {
        _builder = new MySqlDataSourceBuilder(connectionString);
        var target = _builder.ConnectionStringBuilder;
        Map(target, settings);
        _builder.UseName(settings.DataSourceName);

        // The application's own code: once, however often the source is exchanged.
        configure?.Invoke(_builder);
        _password = MySqlPassword.TakeFrom(_builder);
        _enlists = target.AutoEnlist;
        _isPooledElsewhere = settings.Pooler == ServerPooler.Transaction;
        _hasSeveralServers = target.Server.Contains(',', StringComparison.Ordinal);
        Target = MySqlTarget.Read(target);
        var side = new MySqlSide(server => BuildUnpooled(server, inspection: null), target.Server, _password);
        _reset = new MySqlReset(target.Database, _isPooledElsewhere, side);
        _isInitialized = settings.OnConnectionOpened is not null;
        if (_isInitialized)
        {
            // Only noted here: the driver keeps a session on which its callback has failed, and whoever leases it first
            // has it reset, which would undo what was set by then.
            _builder.UseConnectionOpenedCallback((opened, _) =>
            {
                if (opened.Conditions.HasFlag(MySqlConnectionOpenedConditions.New) && IsOfPool(opened.Connection))
                {
                    _new[opened.Connection.ServerThread] = default;
                }

                return default;
            });
        }

        _source = _builder.Build();
    }

    public override bool ResetsOnReturn => true;

    public override DatabaseTarget Target { get; }

    public override bool EnlistsInAmbientTransaction => _enlists;

    public override string CommandSource => "MySqlConnector";

    public override bool HasBatches => true;

    public override DatabaseTarget? TargetOf(DbConnection connection)
        => connection is MySqlConnection
            ? MySqlTarget.Read(new MySqlConnectionStringBuilder(connection.ConnectionString))
            : null;

    public override void BehaveAs(DbConnection connection)
    {
        var theirs = new MySqlConnectionStringBuilder(connection.ConnectionString);
        lock (_building)
        {
            if (MySqlBehaviour.IsMissing(theirs, _builder.ConnectionStringBuilder))
            {
                Exchange(own => MySqlBehaviour.Carry(theirs, own));
            }
        }
    }

    public override DbConnection CreateConnection() => _password.Give(Volatile.Read(ref _source).CreateConnection());

    public override DbCommand CreateCommand() => new MySqlCommand();

    public override DbBatch CreateBatch() => new MySqlBatch();

    // Two servers may number their sessions alike.
    public override int PhysicalId(DbConnection connection)
        => _hasSeveralServers ? 0 : ((MySqlConnection)connection).ServerThread;

    public override bool Opened(DbConnection connection)
        => _isInitialized && _new.ContainsKey(((MySqlConnection)connection).ServerThread);

    public override void Initialized(DbConnection connection)
        => _new.TryRemove(((MySqlConnection)connection).ServerThread, out _);

    public override bool IsBroken(DbConnection connection) => connection.State == ConnectionState.Broken;

    public override Task PingAsync(DbConnection connection, TimeSpan timeout)
        => _reset.CheckAsync((MySqlConnection)connection, timeout);

    public override void Ping(DbConnection connection, TimeSpan timeout)
        => _reset.Check((MySqlConnection)connection, timeout);

    public override ValueTask<bool> ResetAsync(DbConnection connection, bool blocking)
        => blocking && _reset.TryReset((MySqlConnection)connection)
            ? new(true)
            : _reset.ResetAsync((MySqlConnection)connection);

    public override bool IsAsOpened(DbConnection connection) => _reset.IsAsOpened((MySqlConnection)connection);

    public override async ValueTask ResetIdleAsync(int physicalId)
    {
        using var bound = new CancellationTokenSource(OpenBound);
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var connection = (MySqlConnection)CreateConnection();
            await using (connection.ConfigureAwait(false))
            {
                await connection.OpenAsync(bound.Token).ConfigureAwait(false);
                if (connection.ServerThread == physicalId)
                {
                    await ResetAsync(connection, blocking: false).ConfigureAwait(false);
                    return;
                }
            }
        }

        // Someone else has it: it was reset before it was handed out, since it came back without.
    }

    public override ValueTask CancelAsync(DbConnection connection, bool blocking)
        => MySqlReset.HasOpenReader((MySqlConnection)connection)
            ? new(_reset.KillAsync(((MySqlConnection)connection).ServerThread, queryOnly: true))
            : default;

    public override bool DiscardsOne => !_isPooledElsewhere;

    public override ValueTask DiscardAsync(DbConnection connection)
    {
        if (_isPooledElsewhere)
        {
            Clear();
            return default;
        }

        return _reset.EndSessionAsync((MySqlConnection)connection);
    }

    public override bool Inspects => true;

    // Of several servers the driver does not tell which one; behind a pooler the number is another session's soon.
    public override ServerSessionId? SessionOf(DbConnection connection)
        => _hasSeveralServers || _isPooledElsewhere
            ? null
            : MySqlSessions.Of((MySqlConnection)connection, Target.Server);

    public override async Task<ServerReport> InspectAsync(
        ServerInspection inspection, CancellationToken cancellationToken)
    {
        var source = _inspecting ??= BuildUnpooled(
            _builder.ConnectionStringBuilder.Server.Split(',')[0].Trim(), inspection);
        var connection = _password.Give(source.CreateConnection());
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);

            // Bounded by their time-out: a token would have the driver open a second connection, to cancel.
            return await new MySqlInspection(connection, Target.Server).ReadAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Exchanges the data source: the driver's own clearing does not find a data source's pool.</summary>
    /// <remarks>
    /// Disposing the old one closes its idle connections now, and its busy ones when they come back. Until the idle
    /// ones are closed the new one may connect already: the server may then count more connections than there are
    /// places, for as long as closing takes.
    /// </remarks>
    public override void Clear() => Exchange(static _ => { });

    /// <summary>
    /// Of several servers in order of preference (<c>Load Balance=FailOver</c>) the driver would take the same one
    /// again, which can be reached: it is tried last from now on.
    /// </summary>
    public override void LeaveServer()
        => Exchange(static target =>
        {
            var servers = target.Server.Split(',');
            if (target.LoadBalance == MySqlLoadBalance.FailOver && servers.Length > 1)
            {
                target.Server = string.Join(',', [.. servers[1..], servers[0]]);
            }
        });

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        if (_inspecting is not null)
        {
            await _inspecting.DisposeAsync().ConfigureAwait(false);
        }

        await _reset.DisposeAsync().ConfigureAwait(false);
        await _password.DisposeAsync().ConfigureAwait(false);
    }

    // A connection that the driver has judged fit on its return, but not yet put among the idle ones when these are
    // closed, would stay there, open, where nobody looks any more. So would one whose owner made it before, and opens
    // and closes it after. Disposing once more closes them, for as long as anyone holds a connection of the source.
    private static async Task CloseLateReturnsAsync(WeakReference<MySqlDataSource> old)
    {
        for (var turn = 0; ; turn++)
        {
            await Task.Delay(LateReturnsMs[Math.Min(turn, LateReturnsMs.Length - 1)]).ConfigureAwait(false);
            if (!TryDispose(old))
            {
                return;
            }
        }
    }

    // Not in the loop above, which would hold it while it waits.
    private static bool TryDispose(WeakReference<MySqlDataSource> old)
    {
        if (!old.TryGetTarget(out var source))
        {
            return false;
        }

        source.Dispose();
        return true;
    }

    private void Exchange(Action<MySqlConnectionStringBuilder> change)
    {
        MySqlDataSource old;
        lock (_building)
        {
            change(_builder.ConnectionStringBuilder);
            old = Interlocked.Exchange(ref _source, _builder.Build());
        }

        old.Dispose();
        _ = CloseLateReturnsAsync(new WeakReference<MySqlDataSource>(old));
    }

    // A source of the same settings beside the pool, to one server.
    private MySqlDataSource BuildUnpooled(string server, ServerInspection? inspection)
    {
        lock (_building)
        {
            var target = _builder.ConnectionStringBuilder;
            var kept = target.ConnectionString;

            // What is done beside the pool is never a part of its caller's transaction.
            (target.Pooling, target.AutoEnlist, target.Server) = (false, false, server);
            if (inspection is not null)
            {
                target.ApplicationName = inspection.ApplicationName;
                target.ConnectionTimeout = (uint)Math.Max(1, Math.Ceiling(inspection.Timeout.TotalSeconds));
                target.DefaultCommandTimeout = target.ConnectionTimeout;

                // -1: a server that does not answer does not answer a cancellation either.
                target.CancellationTimeout = -1;
            }

            var source = _builder.Build();
            target.ConnectionString = kept;
            return source;
        }
    }

    // Not one from beside: the builder would give the callback to these too.
    private static bool IsOfPool(MySqlConnection connection)
        => new MySqlConnectionStringBuilder(connection.ConnectionString).Pooling;

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
        target.ConnectionReset = false;

        // A reset makes the server forget prepared statements, but not the driver, which offers no way to tell it.
        target.IgnorePrepare = true;
    }
}
