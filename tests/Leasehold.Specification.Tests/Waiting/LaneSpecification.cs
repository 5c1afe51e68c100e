using System.Collections.Concurrent;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Waiting;

/// <summary>Finish before you start: the lane of accepted work.</summary>
public abstract class LaneSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly SessionOptions Finishing = new() { Lane = LeaseLane.Finishing };

    [Fact]
    public async Task Return_BothLanesWait_ServesFinishingFirst()
    {
        var pools = Build(api => api.Size = 1);
        var served = new ConcurrentQueue<string>();
        var held = await pools.Api.LeaseAsync(Ended);
        var waiters = new List<Task>();
        await QueueAsync(() => StartAsync("start 1"), 1);
        await QueueAsync(() => StartAsync("start 2"), 2);
        await QueueAsync(() => FinishAsync("finish 1"), 3);
        await QueueAsync(() => FinishAsync("finish 2"), 4);
        Assert.Equal(2, pools.Api.Snapshot().FinishingWaiting);

        await held.DisposeAsync();
        await Task.WhenAll(waiters).WaitAsync(Patience, Ended);

        Assert.Equal("finish 1, finish 2, start 1, start 2", string.Join(", ", served));

        async Task QueueAsync(Func<Task> wait, int count)
        {
            waiters.Add(wait());
            await WaitersAsync(pools.Api, count);
        }

        async Task StartAsync(string name)
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            served.Enqueue(name);
        }

        Task FinishAsync(string name) => pools.InReadSessionAsync(
            Finishing,
            (_, _) =>
            {
                served.Enqueue(name);
                return Task.FromResult(true);
            },
            Ended);
    }

    [Fact]
    public async Task Finish_MaxWaitersReached_IsNotRefused()
    {
        var pools = Build(api => (api.Size, api.MaxWaiters) = (1, 0));
        var held = await pools.Api.LeaseAsync(Ended);

        var finishing = Enumerable.Range(0, 5)
            .Select(_ => pools.InReadSessionAsync(Finishing, static (_, _) => Task.FromResult(true), Ended))
            .ToList();
        await WaitersAsync(pools.Api, 5);
        await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        await held.DisposeAsync();
        Assert.All(await Task.WhenAll(finishing).WaitAsync(Patience, Ended), Assert.True);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Finish_LongerThanAcquireTimeout_WaitsForItsOwnBound()
    {
        var pools = Build(api =>
            (api.Size, api.AcquireTimeout, api.FinishingTimeout) = (1, TimeSpan.FromMilliseconds(100), Patience));
        await WarmUpAsync(pools.Api, 1);
        var held = await pools.Api.LeaseAsync(Ended);
        var finishing = pools.InReadSessionAsync(Finishing, static (_, _) => Task.FromResult(true), Ended);
        await WaitersAsync(pools.Api, 1);

        // A starting lease that begins after it runs out of time first: by then its own bound is long past as well.
        await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        Assert.False(finishing.IsCompleted);
        await held.DisposeAsync();
        Assert.True(await finishing.WaitAsync(Patience, Ended));
    }
}
