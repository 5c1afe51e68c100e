using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

/// <summary>An interceptor of the application's own that writes down what it is told of a query.</summary>
internal sealed class SeenEvents : DbCommandInterceptor, IDbConnectionInterceptor
{
    public List<string> Names { get; } = [];

    ValueTask<InterceptionResult> IDbConnectionInterceptor.ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken)
    {
        Names.Add("opening");
        return new(result);
    }

    Task IDbConnectionInterceptor.ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken)
    {
        Names.Add("opened");
        return Task.CompletedTask;
    }

    ValueTask<InterceptionResult> IDbConnectionInterceptor.ConnectionClosingAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Names.Add("closing");
        return new(result);
    }

    Task IDbConnectionInterceptor.ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Names.Add("closed");
        return Task.CompletedTask;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Names.Add("executing");
        return new(result);
    }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default)
    {
        Names.Add("executed");
        return new(result);
    }
}
