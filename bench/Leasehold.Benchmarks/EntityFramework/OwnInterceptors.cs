using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leasehold.Benchmarks.EntityFramework;

/// <summary>Interceptors as applications have them: one counts openings, the other commands.</summary>
/// <remarks>With the first of a kind EF Core makes event data at every step, whoever it is for.</remarks>
internal static class OwnInterceptors
{
    public static IInterceptor Openings { get; } = new OpeningCounter();

    public static IInterceptor Commands { get; } = new CommandCounter();

    private sealed class OpeningCounter : DbConnectionInterceptor
    {
        private long _count;

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }

    private sealed class CommandCounter : DbCommandInterceptor
    {
        private long _count;

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            DbDataReader result,
            CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return new(result);
        }
    }
}
