using Leasehold.ServiceDefaults.Database;

namespace Leasehold.Scenarios.Isolation;

/// <summary>More jobs than the pool has places, each holding its connection for long, over and over.</summary>
internal sealed class BackgroundJobs : IAsyncDisposable
{
    public const int Count = 200;
    public const int HoldMs = 500;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _all;

    private BackgroundJobs(ConnectionPool pool, DatabaseKind kind)
        => _all = Task.WhenAll(Enumerable.Range(0, Count).Select(_ => WorkAsync(pool, SleepIn(kind))));

    /// <summary>Started, and every place taken.</summary>
    public static async Task<BackgroundJobs> StartAsync(ConnectionPool pool, DatabaseKind kind)
    {
        var jobs = new BackgroundJobs(pool, kind);
        while (!pool.Snapshot(0).IsSaturated)
        {
            await Task.Delay(Look);
        }

        return jobs;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    private static string? SleepIn(DatabaseKind kind) => kind switch
    {
        DatabaseKind.PostgreSql => $"SELECT pg_sleep({HoldMs / 1_000.0})",
        DatabaseKind.MySql => $"SELECT SLEEP({HoldMs / 1_000.0})",
        _ => null,
    };

    private async Task WorkAsync(ConnectionPool pool, string? sleep)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                await using var lease = await pool.LeaseAsync(_stop.Token);
                if (sleep is null)
                {
                    await Task.Delay(HoldMs, _stop.Token);
                    continue;
                }

                await using var command = lease.Connection.CreateCommand();
                command.CommandText = sleep;
                await command.ExecuteScalarAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop while waiting in line.
        }
    }
}
