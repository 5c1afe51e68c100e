using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Gives a context a connection of a workload's pool, and opens it there.</summary>
/// <remarks>
/// Stateless: what belongs to a connection is its site. The opening itself is done here, so that it has the pool's
/// bounds and its check for stale connections; EF Core is told that it need not.
/// </remarks>
internal sealed class ConnectionInterceptor : DbConnectionInterceptor
{
    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
        => eventData.Context is { } context
            && GatedConnection.Find(result) is null
            && Own(context).ConnectionId == eventData.ConnectionId
            && GateOf(context) is { } gate
                ? GatedConnection.Make(gate, result, context, IsPooled(context))
                : result;

    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (result.IsSuppressed || !TryFind(connection, eventData, out var gated, out var context))
        {
            return result;
        }

        gated.Open(context);
        return InterceptionResult.Suppress();
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        if (result.IsSuppressed || !TryFind(connection, eventData, out var gated, out var context))
        {
            return new(result);
        }

        var opening = gated.OpenAsync(context, cancellationToken);
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
        if (!result.IsSuppressed)
        {
            GatedConnection.Find(connection)?.BeforeClosing();
        }

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        => result.IsSuppressed ? new(result) : PrepareAsync(connection, result);

    public override void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData)
        => ForgetWhenOfAnotherDatabase(connection, eventData.Context);

    public override Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        ForgetWhenOfAnotherDatabase(connection, eventData.Context);
        return Task.CompletedTask;
    }

    // Disposed while open, it closes without a word about closing.
    public override InterceptionResult ConnectionDisposing(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        => ConnectionClosing(connection, eventData, result);

    public override ValueTask<InterceptionResult> ConnectionDisposingAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        => ConnectionClosingAsync(connection, eventData, result);

    // EF Core takes the opening for failed, for example because an interceptor threw after us. When what it threw is a
    // cancellation, EF Core tells nobody and keeps the connection open; the place is then freed with the context.
    public override void ConnectionFailed(DbConnection connection, ConnectionErrorEventData eventData)
        => GatedConnection.Find(connection)?.GiveUp();

    public override Task ConnectionFailedAsync(
        DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        GatedConnection.Find(connection)?.GiveUp();
        return Task.CompletedTask;
    }

    private static IRelationalConnection Own(DbContext context) => context.GetService<IRelationalConnection>();

    private static GateOptionsExtension? GateOf(DbContext context)
        => context.GetService<IDbContextOptions>().FindExtension<GateOptionsExtension>();

    private static bool IsPooled(DbContext context)
        => context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.MaxPoolSize is not null;

    private static bool TryFind(
        DbConnection connection,
        ConnectionEventData eventData,
        out GatedConnection gated,
        out DbContext context)
    {
        gated = GatedConnection.Find(connection)!;
        context = eventData.Context!;
        if (gated is null || context is null)
        {
            return false;
        }

        gated = gated.Redirected(context);
        return true;
    }

    private static ValueTask<InterceptionResult> PrepareAsync(DbConnection connection, InterceptionResult result)
    {
        var preparing = GatedConnection.Find(connection)?.BeforeClosingAsync() ?? default;
        return preparing.IsCompletedSuccessfully ? new(result) : FinishAsync(preparing, result);

        static async ValueTask<InterceptionResult> FinishAsync(ValueTask preparing, InterceptionResult result)
        {
            await preparing.ConfigureAwait(false);
            return result;
        }
    }

    // To create or drop a database providers make connections of their own, to another one: those are left alone. The
    // server has ended every session in the database then, and no earlier success counts.
    private static void ForgetWhenOfAnotherDatabase(DbConnection connection, DbContext? context)
    {
        if (context is null || GatedConnection.Find(connection) is not null)
        {
            return;
        }

        var own = Own(context).DbConnection;
        if (!ReferenceEquals(own, connection)
            && !string.Equals(own.Database, connection.Database, StringComparison.Ordinal))
        {
            GatedConnection.Find(own)?.Forget();
        }
    }
}
