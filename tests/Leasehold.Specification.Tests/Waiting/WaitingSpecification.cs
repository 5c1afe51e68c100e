using System.Collections.Concurrent;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Waiting;

/// <summary>Who is served when a pool is exhausted, and how a wait ends otherwise.</summary>
public abstract class WaitingSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Return_WithWaiters_ServesExactlyOne()
    {
        var pools = Build(api => api.Size = 1);
        var held = await pools.Api.LeaseAsync(Ended);
        var waiters = Enumerable.Range(0, 3).Select(_ => pools.Api.LeaseAsync(Ended).AsTask()).ToList();
        await WaitersAsync(pools.Api, 3);

        await held.DisposeAsync();
        var served = await Task.WhenAny(waiters).WaitAsync(Patience, Ended);

        Assert.Equal(2, pools.Api.Snapshot().Waiting);
        Assert.Equal(2, waiters.Count(waiter => !waiter.IsCompleted));
        waiters.Remove(served);
        await (await served).DisposeAsync();
        foreach (var waiter in waiters)
        {
            await (await waiter.WaitAsync(Patience, Ended)).DisposeAsync();
        }

        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_ExhaustedForASubSecondTimeOut_FailsAfterIt(bool asynchronously)
    {
        var timeout = TimeSpan.FromMilliseconds(300);
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, timeout));
        await WarmUpAsync(pools.Api, 1);
        await using var held = await pools.Api.LeaseAsync(Ended);
        using var time = LoadedTime.Start();

        var exhausted = asynchronously
            ? await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask())
            : Assert.Throws<PoolExhaustedException>(() => pools.Api.Lease());

        // The upper bound leaves room for a busy machine, and is below one second, to which drivers round.
        time.AssertWithin(timeout * 0.9, timeout + TimeSpan.FromMilliseconds(600));
        Assert.InRange(exhausted.Waited, timeout * 0.9, timeout + TimeSpan.FromMilliseconds(600));
        Assert.False(exhausted.WasRefused);
        Assert.Equal(1, pools.Api.Snapshot().TimedOut);
    }

    [Fact]
    public async Task Lease_TenRaceForThreePermits_NoneTimesOutAndNoFourthIsIn()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (3, TimeSpan.FromSeconds(10)));
        var inside = 0;
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await using var lease = await TouchedLeaseAsync(pools.Api);
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        }))).WaitAsync(TimeSpan.FromSeconds(30), Ended);

        Assert.InRange(most, 1, 3);
        Assert.Equal((200, 0), (pools.Api.Snapshot().Leased, pools.Api.Snapshot().TimedOut));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Return_SyncAndAsyncWaitersMixed_ServesThemInOrder()
    {
        var pools = Build(api => api.Size = 1);
        var served = new ConcurrentQueue<int>();
        var held = await pools.Api.LeaseAsync(Ended);
        var waiters = new List<Task>();
        for (var i = 0; i < 12; i++)
        {
            var number = i;
            waiters.Add(i % 2 == 0
                ? WaitAsync(number)
                : Task.Factory.StartNew(
                    () => Wait(number), Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            await WaitersAsync(pools.Api, i + 1);
        }

        await held.DisposeAsync();
        await Task.WhenAll(waiters).WaitAsync(Patience, Ended);

        Assert.Equal(Enumerable.Range(0, 12), served);

        async Task WaitAsync(int number)
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            served.Enqueue(number);
        }

        void Wait(int number)
        {
            using var lease = pools.Api.Lease();
            served.Enqueue(number);
        }
    }

    [Fact]
    public async Task Return_FirstWaiterWasCancelled_ServesTheNext()
    {
        var pools = Build(api => api.Size = 1);
        var held = await pools.Api.LeaseAsync(Ended);
        using var cancelled = new CancellationTokenSource();
        var first = pools.Api.LeaseAsync(cancelled.Token).AsTask();
        await WaitersAsync(pools.Api, 1);
        var second = pools.Api.LeaseAsync(Ended).AsTask();
        await WaitersAsync(pools.Api, 2);

        await cancelled.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        await held.DisposeAsync();
        await (await second.WaitAsync(Patience, Ended)).DisposeAsync();

        Assert.Equal(cancelled.Token, thrown.CancellationToken);
        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_TokenAlreadyCancelled_ThrowsAtOnce(bool isExhausted)
    {
        var pools = Build(api => api.Size = 1);
        var held = isExhausted ? await pools.Api.LeaseAsync(Ended) : null;

        var acquiring = Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => pools.Api.LeaseAsync(new CancellationToken(canceled: true)).AsTask());

        Assert.True(acquiring.IsCompleted);
        await acquiring;
        await (held?.DisposeAsync() ?? default);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Lease_ConnectingFailsWhileOthersWait_EveryOneFailsWithTheCause()
    {
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(1)),
            connectionString: Database.UnreachableConnectionString);

        var all = Enumerable.Range(0, 20).Select(_ => Task.Run(() => pools.Api.LeaseAsync(Ended).AsTask())).ToList();
        await Task.WhenAll(all).WaitAsync(Patience, Ended).ContinueWith(static _ => { }, TaskScheduler.Default);

        // Who has the place says what the driver said; who waited for it in vain, that it did not come.
        Assert.All(all, static one => Assert.True(
            one.Exception?.InnerException
                is System.Data.Common.DbException or ConnectTimeoutException or PoolExhaustedException,
            one.Exception?.InnerException?.ToString()));
        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 0, "the last attempt is over");
        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Lease_MaxWaitersReached_IsRefusedAtOnce(int maxWaiters)
    {
        var pools = Build(api => (api.Size, api.MaxWaiters) = (1, maxWaiters));
        var held = await pools.Api.LeaseAsync(Ended);
        var waiters = Enumerable.Range(0, maxWaiters).Select(_ => pools.Api.LeaseAsync(Ended).AsTask()).ToList();
        await WaitersAsync(pools.Api, maxWaiters);

        var acquiring = Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        Assert.True(acquiring.IsCompleted);
        Assert.True((await acquiring).WasRefused);
        Assert.Equal((1, 0), (pools.Api.Snapshot().Refused, pools.Api.Snapshot().TimedOut));
        await held.DisposeAsync();
        foreach (var waiter in waiters)
        {
            await (await waiter.WaitAsync(Patience, Ended)).DisposeAsync();
        }
    }

    [Fact]
    public async Task Return_WaiterGoesOnForLong_DoesNotHoldUpTheReturner()
    {
        var pools = Build(api => api.Size = 1);
        using var mayGoOn = new ManualResetEventSlim();
        var held = await pools.Api.LeaseAsync(Ended);
        var waiter = WaitAndBlockAsync();
        await WaitersAsync(pools.Api, 1);

        await Task.Run(held.Dispose, Ended).WaitAsync(Patience, Ended);

        mayGoOn.Set();
        await waiter.WaitAsync(Patience, Ended);

        async Task WaitAndBlockAsync()
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            mayGoOn.Wait(Patience * 2, Ended);
        }
    }
}
