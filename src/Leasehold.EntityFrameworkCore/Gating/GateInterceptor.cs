using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Gives contexts connections of a workload's pool, and opens them there.</summary>
/// <remarks>
/// Thread-safe; one for all contexts that lease from the same pools. The opening itself is done here, so that it has
/// the pool's bounds and its check for stale connections; EF Core is told that it need not.
/// </remarks>
internal sealed class GateInterceptor(ConnectionPools pools, Workload? workload) : DbConnectionInterceptor
{
    public static GatedConnection? Find(DbConnection connection) => connection.Site as GatedConnection;

    public override InterceptionResult<DbConnection> ConnectionCreating(
        ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result)
    {
        if (result.HasResult || !IsOfContext(eventData.Context, eventData.ConnectionId))
        {
            return result;
        }

        var source = SourceOf(eventData.Context, out var pool);
        return source.AdoptsConnections
            ? result
            : InterceptionResult<DbConnection>.SuppressWithResult(
                Add(pool, source.CreateConnection(), eventData.Context));
    }

    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
    {
        if (Find(result) is null && IsOfContext(eventData.Context, eventData.ConnectionId))
        {
            var source = SourceOf(eventData.Context, out var pool);
            if (source.AdoptsConnections)
            {
                Add(pool, result, eventData.Context);
            }
        }

        return result;
    }

    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (result.IsSuppressed || Find(connection) is not { } gated)
        {
            return result;
        }

        gated.Open();
        return InterceptionResult.Suppress();
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        if (result.IsSuppressed || Find(connection) is not { } gated)
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

    public override InterceptionResult ConnectionClosing(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Find(connection)?.BeforeClosing();
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        => new(ConnectionClosing(connection, eventData, result));

    public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData)
        => Find(connection)?.GiveUp();

    public override Task ConnectionFailedAsync(
        DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionFailed(connection, eventData);
        return Task.CompletedTask;
    }

    public override void ConnectionCanceled(DbConnection connection, ConnectionEndEventData eventData)
        => Find(connection)?.GiveUp();

    public override Task ConnectionCanceledAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionCanceled(connection, eventData);
        return Task.CompletedTask;
    }

    // To create or drop a database providers make connections of their own, to another database: those are left alone.
    private static bool IsOfContext([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] DbContext? context, Guid id)
        => context is not null && context.GetService<IRelationalConnection>().ConnectionId == id;

    private static bool IsPooled(DbContext context)
        => context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.MaxPoolSize is not null;

    private Providers.DriverPool SourceOf(DbContext context, out ConnectionPool pool)
    {
        // A pooled context outlives the flow that happens to use it first: it goes by what its factory is for.
        pool = pools[workload ?? (IsPooled(context) ? null : Flow.Current?.Workload) ?? Workload.Api];
        return pool.OnlySource ?? throw new InvalidOperationException(
            $"Pool '{pool.Name}' has a data source of its own for overflow, which EF Core cannot use: call "
            + "AddEntityFrameworkCore on what AddLeasehold returned, or set Leasehold:SharedOverflow to true.");
    }

    private static DbConnection Add(ConnectionPool pool, DbConnection connection, DbContext context)
    {
        connection.Site = new GatedConnection(pool, connection, context.GetType(), IsPooled(context));
        return connection;
    }
}
