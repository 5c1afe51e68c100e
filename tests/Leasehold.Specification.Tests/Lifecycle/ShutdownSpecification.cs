using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Specification.Tests.Lifecycle;

/// <summary>The end of the pools.</summary>
public abstract class ShutdownSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Dispose_WithWaiters_FailsThemAllAndSaysSo()
    {
        var pools = Build(api => api.Size = 1);
        var held = await TouchedLeaseAsync(pools.Api);
        var waiters = new List<Task>
        {
            pools.Api.LeaseAsync(Ended).AsTask(),
            pools.Api.OpenConnectionAsync(Ended).AsTask(),
            pools.InReadSessionAsync(
                new SessionOptions { Lane = LeaseLane.Finishing }, static (_, _) => Task.FromResult(0), Ended),
            Task.Factory.StartNew(
                () => pools.Api.Lease().Dispose(), Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default),
        };
        await WaitersAsync(pools.Api, waiters.Count);

        await pools.DisposeAsync().AsTask().WaitAsync(Patience, Ended);

        foreach (var waiter in waiters)
        {
            var closed = await Assert.ThrowsAsync<PoolClosedException>(() => waiter.WaitAsync(Patience, Ended));
            Assert.Equal(pools.Api.Name, closed.Pool);
            Assert.Contains("shut down", closed.Message, StringComparison.Ordinal);
        }

        await held.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Dispose_WhileLeased_WaitsForTheHolderAndRefusesEveryoneElse()
    {
        var pools = Build(static api => (api.Size, api.MaxOverflow) = (1, 1), static all => all.ShutdownTimeout = Long);
        var held = await LeaseAsync(pools.Api, 2);

        var disposing = pools.DisposeAsync().AsTask();

        await Assert.ThrowsAsync<PoolClosedException>(
            () => pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(Patience, Ended));
        await held[0].DisposeAsync();
        Assert.False(disposing.IsCompleted);
        Assert.True(await held[1].Connection.ReadAsync(Database.Touch) >= 0);
        await held[1].DisposeAsync();
        await disposing.WaitAsync(Patience, Ended);
        Assert.Empty(Logs.Of(LogEvents.HeldAtShutdown));
        await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools));
    }

    [Fact]
    public async Task Dispose_HolderDoesNotReturn_EndsAtTheBoundAndNamesHim()
    {
        var pools = Build(all: static all => all.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        await using var held = await TouchedLeaseAsync(pools.Api);

        await pools.DisposeAsync().AsTask().WaitAsync(Patience, Ended);

        var said = Assert.Single(Logs.Of(LogEvents.HeldAtShutdown));
        Assert.Contains(pools.Api.Name, said, StringComparison.Ordinal);
        Assert.Contains(nameof(TouchedLeaseAsync), said, StringComparison.Ordinal);
        Assert.Contains("PoolSpecification.cs:", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_OfTheHostWhileLeased_WaitsForTheHolder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLeasehold(builder.Configuration).UseProvider(_ => Database.CreateProvider());
        using var host = builder.Build();
        await host.StartAsync(Ended);
        var pools = host.Services.GetRequiredService<ConnectionPools>();
        var held = await TouchedLeaseAsync(pools.Api);

        var stopping = host.StopAsync(Ended);

        await Eventually.TrueAsync(() => IsClosedAsync(pools), "nobody is let in");
        Assert.False(stopping.IsCompleted);
        await held.DisposeAsync();
        await stopping.WaitAsync(Patience, Ended);
        await pools.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_WhileLeased_LetsTheHolderFinish()
    {
        var pools = Build();
        var held = await TouchedLeaseAsync(pools.Api);

        await pools.DisposeAsync().AsTask().WaitAsync(Patience, Ended);

        Assert.True(await held.Connection.ReadAsync(Database.Touch) >= 0);
        await held.DisposeAsync();
        await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Lease_AfterDispose_IsRefused()
    {
        var pools = Build();

        await pools.DisposeAsync();
        await pools.DisposeAsync();

        await Assert.ThrowsAsync<PoolClosedException>(() => pools.Api.LeaseAsync(Ended).AsTask());
        Assert.Throws<PoolClosedException>(() => pools.Api.Lease());
        await Assert.ThrowsAsync<PoolClosedException>(
            () => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended));
    }

    [Fact]
    public async Task Dispose_WithIdleConnections_ClosesThem()
    {
        var pools = Build(api => (api.Size, api.MaxOverflow) = (2, 1));
        await ReturnAsync(await LeaseAsync(pools.Api, 3));

        await pools.DisposeAsync();

        await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools));
    }

    private static async Task<bool> IsClosedAsync(ConnectionPools pools)
    {
        try
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            return false;
        }
        catch (PoolClosedException)
        {
            return true;
        }
    }
}
