using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Gives a context a connection of a workload's pool, and opens it there.</summary>
/// <remarks>
/// One for each context, and for one caller at a time as the context is. The opening itself is done here, so that it
/// has the pool's bounds and its check for stale connections; EF Core is told that it need not. What EF Core would
/// log, and tell the application's interceptors, it still does: all of it before the place is taken.
/// </remarks>
internal sealed class GateConnectionLogger : RelationalConnectionDiagnosticsLogger
{
    private readonly IDbContextOptions _options;
    private bool _tellsOpening;
    private bool _tellsClosing;

    public GateConnectionLogger(
        ILoggerFactory loggerFactory,
        ILoggingOptions loggingOptions,
        DiagnosticSource diagnosticSource,
        LoggingDefinitions loggingDefinitions,
        IDbContextLogger contextLogger,
        IDbContextOptions contextOptions,
        IInterceptors? interceptors = null)
        : base(
            loggerFactory,
            loggingOptions,
            diagnosticSource,
            loggingDefinitions,
            contextLogger,
            contextOptions,
            interceptors)
        => _options = contextOptions;

    private GateOptionsExtension Gate => _options.FindExtension<GateOptionsExtension>()!;

    private bool IsPooled => _options.FindExtension<CoreOptionsExtension>()?.MaxPoolSize is not null;

    public override bool ShouldLogConnectionCreate(DateTimeOffset now) => true;

    // EF Core leaves out for a while what no one listens to, and with it what is done here.
    public override bool ShouldLogConnectionOpen(DateTimeOffset now)
    {
        _tellsOpening = base.ShouldLogConnectionOpen(now);
        return true;
    }

    public override bool ShouldLogConnectionClose(DateTimeOffset now)
    {
        _tellsClosing = base.ShouldLogConnectionClose(now);
        return true;
    }

    public override InterceptionResult<DbConnection> ConnectionCreating(
        IRelationalConnection connection, DateTimeOffset startTime)
    {
        var result = base.ConnectionCreating(connection, startTime);
        if (result.HasResult || !IsOfContext(connection))
        {
            return result;
        }

        var source = SourceOf(out var pool);
        return source.AdoptsConnections
            ? result
            : InterceptionResult<DbConnection>.SuppressWithResult(
                Add(pool, source.CreateConnection(), connection.Context));
    }

    public override DbConnection ConnectionCreated(
        IRelationalConnection connection, DateTimeOffset startTime, TimeSpan duration)
    {
        var created = base.ConnectionCreated(connection, startTime, duration);
        if (GatedConnection.Find(created) is null && IsOfContext(connection))
        {
            var source = SourceOf(out var pool);
            if (source.AdoptsConnections)
            {
                Add(pool, created, connection.Context);
            }
        }

        return created;
    }

    public override InterceptionResult ConnectionOpening(IRelationalConnection connection, DateTimeOffset startTime)
    {
        var result = _tellsOpening ? base.ConnectionOpening(connection, startTime) : default;
        if (result.IsSuppressed || GatedConnection.Find(connection.DbConnection) is not { } gated)
        {
            return result;
        }

        gated.Open();
        return InterceptionResult.Suppress();
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        IRelationalConnection connection, DateTimeOffset startTime, CancellationToken cancellationToken)
    {
        return _tellsOpening
            ? OpenWhenToldAsync(
                base.ConnectionOpeningAsync(connection, startTime, cancellationToken), connection, cancellationToken)
            : OpenAsync(default, connection, cancellationToken);

        static async ValueTask<InterceptionResult> OpenWhenToldAsync(
            ValueTask<InterceptionResult> telling, IRelationalConnection connection, CancellationToken token)
            => await OpenAsync(await telling.ConfigureAwait(false), connection, token).ConfigureAwait(false);
    }

    public override void ConnectionOpened(IRelationalConnection connection, DateTimeOffset startTime, TimeSpan duration)
    {
        if (_tellsOpening)
        {
            base.ConnectionOpened(connection, startTime, duration);
        }
    }

    public override Task ConnectionOpenedAsync(
        IRelationalConnection connection,
        DateTimeOffset startTime,
        TimeSpan duration,
        CancellationToken cancellationToken = default)
        => _tellsOpening
            ? base.ConnectionOpenedAsync(connection, startTime, duration, cancellationToken)
            : Task.CompletedTask;

    public override InterceptionResult ConnectionClosing(IRelationalConnection connection, DateTimeOffset startTime)
    {
        GatedConnection.Find(connection.DbConnection)?.BeforeClosing();
        return _tellsClosing ? base.ConnectionClosing(connection, startTime) : default;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        IRelationalConnection connection, DateTimeOffset startTime)
    {
        GatedConnection.Find(connection.DbConnection)?.BeforeClosing();
        return _tellsClosing ? base.ConnectionClosingAsync(connection, startTime) : default;
    }

    public override void ConnectionClosed(IRelationalConnection connection, DateTimeOffset startTime, TimeSpan duration)
    {
        ForgetWhenOfAnotherDatabase(connection);
        if (_tellsClosing)
        {
            base.ConnectionClosed(connection, startTime, duration);
        }
    }

    public override Task ConnectionClosedAsync(
        IRelationalConnection connection, DateTimeOffset startTime, TimeSpan duration)
    {
        ForgetWhenOfAnotherDatabase(connection);
        return _tellsClosing ? base.ConnectionClosedAsync(connection, startTime, duration) : Task.CompletedTask;
    }

    // EF Core takes the opening for failed, for example because an interceptor threw after us.
    public override void ConnectionError(
        IRelationalConnection connection,
        Exception exception,
        DateTimeOffset startTime,
        TimeSpan duration,
        bool logErrorAsDebug)
    {
        GatedConnection.Find(connection.DbConnection)?.GiveUp();
        base.ConnectionError(connection, exception, startTime, duration, logErrorAsDebug);
    }

    public override Task ConnectionErrorAsync(
        IRelationalConnection connection,
        Exception exception,
        DateTimeOffset startTime,
        TimeSpan duration,
        bool logErrorAsDebug,
        CancellationToken cancellationToken = default)
    {
        GatedConnection.Find(connection.DbConnection)?.GiveUp();
        return base.ConnectionErrorAsync(
            connection, exception, startTime, duration, logErrorAsDebug, cancellationToken);
    }

    public override void ConnectionCanceled(
        IRelationalConnection connection, DateTimeOffset startTime, TimeSpan duration)
    {
        GatedConnection.Find(connection.DbConnection)?.GiveUp();
        base.ConnectionCanceled(connection, startTime, duration);
    }

    public override Task ConnectionCanceledAsync(
        IRelationalConnection connection,
        DateTimeOffset startTime,
        TimeSpan duration,
        CancellationToken cancellationToken = default)
    {
        GatedConnection.Find(connection.DbConnection)?.GiveUp();
        return base.ConnectionCanceledAsync(connection, startTime, duration, cancellationToken);
    }

    // To create or drop a database providers make connections of their own, to another database: those are left alone.
    private static bool IsOfContext(IRelationalConnection connection)
        => Own(connection).ConnectionId == connection.ConnectionId;

    private static IRelationalConnection Own(IRelationalConnection connection)
        => connection.Context.GetService<IRelationalConnection>();

    private static ValueTask<InterceptionResult> OpenAsync(
        InterceptionResult result, IRelationalConnection connection, CancellationToken cancellationToken)
    {
        if (result.IsSuppressed || GatedConnection.Find(connection.DbConnection) is not { } gated)
        {
            return new(result);
        }

        var opening = gated.OpenAsync(cancellationToken);
        return opening.IsCompletedSuccessfully ? new(InterceptionResult.Suppress()) : FinishAsync(opening);

        static async ValueTask<InterceptionResult> FinishAsync(ValueTask opening)
        {
            await opening.ConfigureAwait(false);
            return InterceptionResult.Suppress();
        }
    }

    private Providers.DriverPool SourceOf(out ConnectionPool pool)
    {
        pool = Gate.PoolFor(IsPooled);
        return pool.OnlySource ?? throw new InvalidOperationException(
            $"Pool '{pool.Name}' has a data source of its own for overflow, which EF Core cannot use: call "
            + "AddEntityFrameworkCore on what AddLeasehold returned, or set Leasehold:SharedOverflow to true.");
    }

    private DbConnection Add(ConnectionPool pool, DbConnection connection, DbContext context)
    {
        connection.Site = new GatedConnection(pool, connection, context.GetType(), IsPooled);
        return connection;
    }

    // The database was dropped or created: the server has ended every session in it, and no earlier success counts.
    private void ForgetWhenOfAnotherDatabase(IRelationalConnection connection)
    {
        if (GatedConnection.Find(connection.DbConnection) is not null)
        {
            return;
        }

        var own = Own(connection).DbConnection;
        if (ReferenceEquals(own, connection.DbConnection)
            || string.Equals(own.Database, connection.DbConnection.Database, StringComparison.Ordinal))
        {
            return;
        }

        foreach (var pool in Gate.Pools.All)
        {
            pool.Distrust();
            pool.Clear();
        }
    }
}
