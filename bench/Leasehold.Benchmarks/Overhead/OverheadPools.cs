using Leasehold.PostgreSql;
using Npgsql;

namespace Leasehold.Benchmarks.Overhead;

/// <summary>Pools on PostgreSQL that watch as much as they are told to.</summary>
internal sealed class OverheadPools : IAsyncDisposable
{
    private readonly ConnectionPools _pools;

    public OverheadPools(string connectionString, bool guard, bool attribution)
        => _pools = new ConnectionPoolsBuilder(
            new PostgreSqlProvider(connectionString),
            new LeaseholdOptions { ApplicationName = "overhead", Attribution = attribution })
        {
            Guard = new ExternalCallGuard(new GuardOptions { Mode = guard ? GuardMode.Log : GuardMode.Off }),
        }.Build();

    /// <summary>Lease, SELECT 1 and return, in one flow, as in a request.</summary>
    public async Task InFlowAsync(int times)
    {
        using var flow = Flow.Begin("GET /overhead", Workload.Api);
        await OutsideAsync(times);
    }

    /// <summary>The same outside any flow: each lease installs a holder of its own for the guard.</summary>
    public async Task OutsideAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await using var lease = await _pools.Api.LeaseAsync();
            await using var command = new NpgsqlCommand("SELECT 1", (NpgsqlConnection)lease.Connection);
            await command.ExecuteScalarAsync();
        }
    }

    public ValueTask DisposeAsync() => _pools.DisposeAsync();
}
