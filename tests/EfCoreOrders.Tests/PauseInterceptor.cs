using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EfCoreOrders.Tests;

/// <summary>Stops a request in the middle of its query, so that a test can look at it.</summary>
internal sealed class PauseInterceptor : DbCommandInterceptor
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public void GoOn() => _goOn.TrySetResult();

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        // Only the request's query has a filter on the number.
        if (command.CommandText.Contains("\"Number\" = ", StringComparison.Ordinal))
        {
            _reached.TrySetResult();
            await _goOn.Task.WaitAsync(cancellationToken);
        }

        return result;
    }
}
