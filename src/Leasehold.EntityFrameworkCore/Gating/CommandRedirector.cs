using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Leasehold.EntityFrameworkCore.Gating;

/// <summary>Gives a command that was made before the opening the connection that was opened instead.</summary>
/// <remarks>
/// EF Core makes these two kinds before it opens, and a reader's after. Only where there are several databases, since
/// being told of commands costs.
/// </remarks>
internal sealed class CommandRedirector : DbCommandInterceptor
{
    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Redirect(command, eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default)
        => new(ScalarExecuting(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Redirect(command, eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
        => new(NonQueryExecuting(command, eventData, result));

    private static void Redirect(DbCommand command, DbContext? context)
    {
        if (context is not null
            && command.Connection is { } connection
            && GatedConnection.Find(connection) is { IsExchanged: true })
        {
            command.Connection = context.Database.GetDbConnection();
            command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        }
    }
}
