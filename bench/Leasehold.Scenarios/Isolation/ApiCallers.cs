using System.Diagnostics;

namespace Leasehold.Scenarios.Isolation;

/// <summary>Callers that lease, ask something and pause, so that neither pool nor processor is their limit.</summary>
internal static class ApiCallers
{
    public const int Count = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static Task RunAsync(ConnectionPool pool, WaitFigures waits, TimeSpan duration)
        => Task.WhenAll(Enumerable.Range(0, Count).Select(_ => CallAsync(pool, waits, duration)));

    private static async Task CallAsync(ConnectionPool pool, WaitFigures waits, TimeSpan duration)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(startedAt) < duration)
        {
            var askedAt = Stopwatch.GetTimestamp();
            await using (var lease = await pool.LeaseAsync())
            {
                waits.Add(Stopwatch.GetElapsedTime(askedAt));
                await using var command = lease.Connection.CreateCommand();
                command.CommandText = "SELECT 1";
                await command.ExecuteScalarAsync();
            }

            await Task.Delay(Pause);
        }
    }
}
