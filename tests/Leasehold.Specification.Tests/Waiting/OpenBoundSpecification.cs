using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Waiting;

/// <summary>AcquireTimeout bounds waiting and opening together, on a network that does not answer.</summary>
public abstract class OpenBoundSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_ServerDoesNotAnswer_FailsAfterAcquireTimeout(bool asynchronously)
    {
        await using var hole = BlackHole.Start();
        var timeout = TimeSpan.FromMilliseconds(500);
        var pools = Build(
            api => (api.Size, api.AcquireTimeout, api.ConnectTimeout) = (1, timeout, ConnectTimeout),
            connectionString: Database.Via(hole.Port));
        using var time = LoadedTime.Start();

        await Assert.ThrowsAsync<ConnectTimeoutException>(() => AcquireAsync(pools.Api, asynchronously));

        time.AssertWithin(timeout * 0.9, TimeSpan.FromSeconds(1.5));
        await AtRestWhenTheDriverHasGivenUpAsync(pools);
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
            api => (api.Size, api.AcquireTimeout, api.ConnectTimeout) = (1, timeout, ConnectTimeout),
            connectionString: Database.Via(proxy.Port));
        var held = await TouchedLeaseAsync(pools.Api);
        using var time = LoadedTime.Start();
        var waiter = AcquireAsync(pools.Api, asynchronously);
        await WaitersAsync(pools.Api, 1);
        pools.Api.Clear(); // the next one has to connect
        await Task.Delay(waiting, Ended); // the time that is to be deducted
        proxy.FreezeAll();
        proxy.CutAll();

        await Task.Run(held.Dispose, Ended).WaitAsync(Patience, Ended);
        await Assert.ThrowsAsync<ConnectTimeoutException>(() => waiter.WaitAsync(Patience, Ended));

        // Not deducted it would be 3.4 s at least.
        time.AssertWithin(timeout * 0.9, TimeSpan.FromSeconds(3));
        await AtRestWhenTheDriverHasGivenUpAsync(pools);
    }

    [Fact]
    public async Task Lease_ConnectingIsRefusedAndThenWorks_FailsAndThenWorks()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        await proxy.RefuseNewAsync();
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (2, TimeSpan.FromSeconds(1)),
            connectionString: Database.Via(proxy.Port));
        for (var i = 0; i < 3; i++)
        {
            var failed = await Record.ExceptionAsync(() => AcquireAsync(pools.Api, i % 2 == 0));
            Assert.IsType<DbException>(
                failed is ConnectTimeoutException ? failed.InnerException : failed, exactMatch: false);
        }

        AssertAtRest(pools.Api);
        proxy.AcceptNew();

        await WarmUpAsync(pools.Api, 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_ConnectingIsRefusedForAMoment_IsTriedAgain(bool asynchronously)
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        await proxy.RefuseNewAsync();
        var pools = Build(api => api.Size = 1, connectionString: Database.Via(proxy.Port));
        var acquiring = AcquireAsync(pools.Api, asynchronously);
        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 1, "it tries");
        await Task.Delay(TimeSpan.FromMilliseconds(200), Ended); // time for more than one attempt

        proxy.AcceptNew();

        await using var lease = await acquiring.WaitAsync(Patience, Ended);
        Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
    }

    [Fact]
    public async Task Lease_CancelledWhileConnecting_ThrowsAtOnceAndGivesThePermitBack()
    {
        await using var hole = BlackHole.Start();
        var pools = Build(
            api => (api.Size, api.ConnectTimeout) = (1, ConnectTimeout), connectionString: Database.Via(hole.Port));
        using var changesItsMind = new CancellationTokenSource();
        var opening = pools.Api.LeaseAsync(changesItsMind.Token).AsTask();
        await hole.WaitForConnectionsAsync(1, Patience);
        Assert.Equal(HolderActivity.Opening, Assert.Single(pools.Api.Snapshot().Holders).Activity);

        await changesItsMind.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(TimeSpan.FromSeconds(1.5),
            Ended));
        await AtRestWhenTheDriverHasGivenUpAsync(pools);
    }

    [Fact]
    public async Task Lease_TheFirstHangsConnectingAndFails_NobodyWaitsLongerThanHisTime()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        proxy.FreezeAll();
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromSeconds(2)),
            connectionString: Database.Via(proxy.Port));
        var all = new List<Task> { pools.Api.LeaseAsync(Ended).AsTask() };
        await Eventually.TrueAsync(() => proxy.OpenCount == 1, "the first connects");
        all.AddRange(Enumerable.Range(0, 4).Select(_ => pools.Api.LeaseAsync(Ended).AsTask()));
        await WaitersAsync(pools.Api, 4);

        await proxy.RefuseNewAsync();
        Assert.Equal(1, proxy.CutAll());

        foreach (var one in all)
        {
            var failed = await Record.ExceptionAsync(() => one.WaitAsync(Patience, Ended));
            Assert.True(failed is DbException or ConnectTimeoutException or PoolExhaustedException, $"{failed}");
        }

        await AtRestWhenTheDriverHasGivenUpAsync(pools);
        proxy.Thaw();
        proxy.AcceptNew();
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
    }

    [Fact]
    public async Task Lease_AConnectAttemptHangs_GetsConnectTimeoutAndIsTriedAgain()
    {
        await using var hole = BlackHole.Start();
        var pools = Build(
            api => (api.Size, api.ConnectTimeout, api.AcquireTimeout)
                = (1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)),
            connectionString: Database.Via(hole.Port));
        using var time = LoadedTime.Start();

        var acquiring = Assert.ThrowsAsync<ConnectTimeoutException>(
            () => AcquireAsync(pools.Api, asynchronously: true));

        await hole.WaitForConnectionsAsync(2, Patience);
        time.AssertWithin(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(4));
        await acquiring;
        await AtRestWhenTheDriverHasGivenUpAsync(pools);
    }

    // Until then the driver keeps a slot for the attempt, so the permit has to be kept as well; from a driver that
    // never gives up it is taken away.
    private static Task AtRestWhenTheDriverHasGivenUpAsync(ConnectionPools pools)
        => Eventually.TrueAsync(
            () => pools.Api.Snapshot() is { InUse: 0, Waiting: 0, Holders.Count: 0 },
            "the permit is back",
            ConnectTimeout + TimeSpan.FromSeconds(15));

    private static Task<ConnectionLease> AcquireAsync(ConnectionPool pool, bool asynchronously)
        => asynchronously
            ? pool.LeaseAsync(Ended).AsTask()
            : Task.Factory.StartNew(() => pool.Lease(), Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
