using System.Data.Common;
using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Waiting;

/// <summary>AcquireTimeout bounds waiting and opening together, on a network that does not answer.</summary>
public abstract class OpenBoundSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_ServerDoesNotAnswer_FailsAfterAcquireTimeout(bool asynchronously)
    {
        await using var hole = BlackHole.Start();
        var timeout = TimeSpan.FromMilliseconds(500);
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (1, timeout), connectionString: Database.Via(hole.Port));
        var started = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<ConnectTimeoutException>(() => AcquireAsync(pools.Api, asynchronously));

        Assert.InRange(Stopwatch.GetElapsedTime(started), timeout * 0.9, TimeSpan.FromSeconds(2));
        AssertAtRest(pools.Api);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_WaitedForMostOfItsTime_HasOnlyTheRestToOpen(bool asynchronously)
    {
        var timeout = TimeSpan.FromSeconds(2);
        var waiting = TimeSpan.FromSeconds(1.4);
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (1, timeout), connectionString: Database.Via(proxy.Port));
        var held = await TouchedLeaseAsync(pools.Api);
        var started = Stopwatch.GetTimestamp();
        var waiter = AcquireAsync(pools.Api, asynchronously);
        await WaitersAsync(pools.Api, 1);
        pools.Api.Clear(); // the next one has to connect
        await Task.Delay(waiting, Ended); // the time that is to be deducted
        proxy.FreezeAll();
        proxy.CutAll();

        await Task.Run(held.Dispose, Ended).WaitAsync(Patience, Ended);
        await Assert.ThrowsAsync<ConnectTimeoutException>(() => waiter.WaitAsync(Patience, Ended));

        // Not deducted it would be 3.4 s at least.
        Assert.InRange(Stopwatch.GetElapsedTime(started), timeout * 0.9, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Lease_ConnectingIsRefusedAndThenWorks_FailsAndThenWorks()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        await proxy.RefuseNewAsync();
        var pools = Build(api => api.Size = 2, connectionString: Database.Via(proxy.Port));
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAnyAsync<DbException>(() => AcquireAsync(pools.Api, i % 2 == 0));
        }

        AssertAtRest(pools.Api);
        proxy.AcceptNew();

        await ReturnAsync(await LeaseAsync(pools.Api, 2));
    }

    [Fact]
    public async Task Lease_CancelledWhileConnecting_GivesThePermitBackAtOnce()
    {
        await using var hole = BlackHole.Start();
        var pools = Build(api => api.Size = 1, connectionString: Database.Via(hole.Port));
        using var changesItsMind = new CancellationTokenSource();
        var opening = pools.Api.LeaseAsync(changesItsMind.Token).AsTask();
        await hole.WaitForConnectionsAsync(1, Patience);
        Assert.Equal(HolderActivity.Opening, Assert.Single(pools.Api.Snapshot().Holders).Activity);

        await changesItsMind.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(5), Ended));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Lease_TheFirstHangsConnecting_TheOthersGoOnWhenItFails()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        proxy.FreezeAll();
        var pools = Build(api => api.Size = 1, connectionString: Database.Via(proxy.Port));
        var first = pools.Api.LeaseAsync(Ended).AsTask();
        await Eventually.TrueAsync(() => proxy.OpenCount == 1, "the first connects");
        var others = Enumerable.Range(0, 4).Select(_ => UseAsync()).ToList();
        await WaitersAsync(pools.Api, 4);

        var cut = proxy.CutAll();
        proxy.Thaw();

        Assert.Equal(1, cut);
        await Assert.ThrowsAnyAsync<DbException>(() => first.WaitAsync(Patience, Ended));
        await Task.WhenAll(others).WaitAsync(Patience, Ended);
        AssertAtRest(pools.Api);

        async Task UseAsync() => await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
    }

    [Fact]
    public async Task Lease_OneConnectAttempt_GetsConnectTimeoutAtTheMost()
    {
        await using var hole = BlackHole.Start();
        var pools = Build(
            api => (api.Size, api.ConnectTimeout, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(1), Patience),
            connectionString: Database.Via(hole.Port));
        var started = Stopwatch.GetTimestamp();

        await Assert.ThrowsAnyAsync<Exception>(() => AcquireAsync(pools.Api, asynchronously: true));

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(4));
        AssertAtRest(pools.Api);
    }

    private static Task<ConnectionLease> AcquireAsync(ConnectionPool pool, bool asynchronously)
        => asynchronously
            ? pool.LeaseAsync(Ended).AsTask()
            : Task.Factory.StartNew(() => pool.Lease(), Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
