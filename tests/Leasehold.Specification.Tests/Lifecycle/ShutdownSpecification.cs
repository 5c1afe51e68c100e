using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Lifecycle;

/// <summary>The end of the pools.</summary>
public abstract class ShutdownSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
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
}
