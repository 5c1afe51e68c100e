using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>An interceptor of the application's own that refuses every opening, before or after it.</summary>
internal sealed class ThrowingInterceptor(bool afterwards = false, Exception? exception = null)
    : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionOpening(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        => afterwards ? result : throw NotToday();

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
        => afterwards ? new(result) : throw NotToday();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (afterwards)
        {
            throw NotToday();
        }
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        => afterwards ? throw NotToday() : Task.CompletedTask;

    private Exception NotToday() => exception ?? new NotSupportedException("Not today.");
}
