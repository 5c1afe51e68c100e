using Leasehold.LocalServers.Files;
using Leasehold.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>One connection, a clock that only the script moves, and holds and waits whose lengths are known.</summary>
internal sealed class Scenario : IAsyncDisposable
{
    public const string Password = "hunter2";
    private const string Endpoint = "POST /orders";

    private readonly TemporaryFolder _folder = new("lh-otel-");

    public Scenario()
    {
        var options = new LeaseholdOptions { ApplicationName = $"scenario-{Guid.NewGuid():n}"[..24] };
        options.AddStandardPools();
        var api = options.Pools[Workload.Api.Name];
        (api.Size, api.MaxOverflow, api.AcquireTimeout) = (1, 0, TimeSpan.FromSeconds(20));
        api.FinishingTimeout = TimeSpan.FromSeconds(20);
        Pools = new ConnectionPoolsBuilder(
            new SqliteProvider($"Data Source={_folder.File($"{Password}.db")}"), options)
        {
            TimeProvider = Clock,
            Guard = new ExternalCallGuard(time: Clock),
        }.Build();
    }

    public FakeTimeProvider Clock { get; } = new();

    public ConnectionPools Pools { get; }

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    /// <summary>Held 6 s: 2 s in the database, 3 s in a call, 1 s idle. Another waits meanwhile; held 4 s.</summary>
    public async Task HoldAndWaitAsync()
    {
        using var flow = Flow.Begin(Endpoint, Workload.Api);
        var lease = await Pools.Api.LeaseAsync(Ended);
        var waiting = Pools.Api.LeaseAsync(Ended).AsTask();
        using (CommandTiming.Begin(lease.Connection))
        {
            Pass(2);
        }

        using (Pools.Guard.Call("smtp"))
        {
            Pass(3);
        }

        Pass(1);
        await lease.DisposeAsync();
        await using var second = await waiting;
        Pass(4);
    }

    /// <summary>Held 21 s, while another waits the 20 s that it may.</summary>
    public async Task ExhaustAsync()
    {
        await using var lease = await Pools.Api.LeaseAsync(Ended);
        var waiting = Pools.Api.LeaseAsync(Ended).AsTask();
        Pass(21);
        await Assert.ThrowsAsync<PoolExhaustedException>(() => waiting);
    }

    public async ValueTask DisposeAsync()
    {
        await Pools.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private void Pass(int seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));
}
