using System.Data;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Lifecycle;

/// <summary>A connection goes back exactly once, however often it is said.</summary>
public abstract class ReturnSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Dispose_Twice_ReturnsOnce()
    {
        var pools = Build(api => api.Size = 2);
        var lease = await pools.Api.LeaseAsync(Ended);
        var other = await pools.Api.LeaseAsync(Ended);

        await lease.DisposeAsync();
        await lease.DisposeAsync();
        lease.Dispose();

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        Assert.True(lease.IsReturned);
        Assert.False(other.IsReturned);
        await other.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Dispose_AgainWhenTheNextHolderHasThePlace_LeavesItAlone()
    {
        var pools = Build(api => api.Size = 1);
        var first = await pools.Api.LeaseAsync(Ended);
        await first.DisposeAsync();
        var second = await TouchedLeaseAsync(pools.Api);

        await first.DisposeAsync();

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        Assert.Equal(ConnectionState.Open, second.Connection.State);
        await second.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Dispose_FromManyThreads_ReturnsOnce()
    {
        var pools = Build(api => api.Size = 2);
        var witness = await pools.Api.LeaseAsync(Ended);
        for (var round = 0; round < 500; round++)
        {
            var lease = await pools.Api.LeaseAsync(Ended);

            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(lease.Dispose, Ended)));

            Assert.Equal(1, pools.Api.Snapshot(0).InUse);
        }

        await witness.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Close_OfALeasedConnectionThenDispose_ReturnsOnce()
    {
        var pools = Build(api => api.Size = 2);
        var other = await pools.Api.LeaseAsync(Ended);
        var lease = await pools.Api.LeaseAsync(Ended);

        await lease.Connection.CloseAsync();
        await lease.DisposeAsync();

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        await other.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Close_OfABareConnectionTwice_ReturnsOnce()
    {
        var pools = Build(api => api.Size = 2);
        var witness = await pools.Api.LeaseAsync(Ended);
        var connection = await pools.Api.OpenConnectionAsync(Ended);
        Assert.Equal(2, pools.Api.Snapshot().InUse);

        await connection.CloseAsync();
        await connection.CloseAsync();
        await connection.DisposeAsync();
        await connection.DisposeAsync();

        Assert.Equal(1, pools.Api.Snapshot().InUse);
        await witness.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Connection_AfterReturn_Throws()
    {
        var pools = Build();
        var lease = await pools.Api.LeaseAsync(Ended);

        await lease.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => lease.Connection);
    }

    [Fact]
    public async Task Clear_WithBusyConnections_ClosesIdleNowAndBusyOnReturn()
    {
        Needs(Capability.KeepsConnections);
        var pools = Build(api => api.Size = 3);
        var leases = await LeaseAsync(pools.Api, 3);
        await leases[2].DisposeAsync();
        Assert.Equal(3, await Database.CountConnectionsAsync(pools));

        pools.Api.Clear();

        await Eventually.EqualAsync(2, () => Database.CountConnectionsAsync(pools));
        Assert.True(await leases[0].Connection.ReadAsync(Database.Touch) >= 0);
        await leases[0].DisposeAsync();
        await leases[1].DisposeAsync();
        await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Clear_OfOnePool_LeavesTheOthersAlone()
    {
        Needs(Capability.KeepsConnections);
        var pools = Build();
        var background = await PhysicalOfNextAsync(pools.Background);

        pools.Api.Clear();

        Assert.Equal(background, await PhysicalOfNextAsync(pools.Background));
    }

    [Fact]
    public async Task Return_DriversTransactionStillOpen_RollsItBackAtOnce()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        var lease = await pools.Api.LeaseAsync(Ended);
        var transaction = await lease.Connection.BeginTransactionAsync(Ended);
        await lease.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)", transaction);

        await lease.DisposeAsync();

        // Nobody leases again: what holds the row's lock now would hold it for ever.
        await Database.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)").WaitAsync(Patience, Ended);
        Assert.Equal(1, await Database.ReadAsync($"SELECT count(*) FROM {table}"));
    }

    [Theory]
    [InlineData(ResetOnReturn.Full)]
    [InlineData(ResetOnReturn.Rollback)]
    public async Task Return_TransactionBegunInSql_IsNotTheNextHolders(ResetOnReturn reset)
    {
        Needs(Capability.TextTransaction);
        Needs(Capability.UndoneTextTransaction);
        var pools = Build(api => (api.Size, api.ResetOnReturn, api.PrePingBypass) = (1, reset, TimeSpan.FromHours(1)));
        var table = await Database.CreateTableAsync();
        await using (var lease = await pools.Api.LeaseAsync(Ended))
        {
            await lease.Connection.ExecuteAsync(Database.Begin);
            await lease.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)");
        }

        await using (var next = await pools.Api.LeaseAsync(Ended))
        {
            Assert.Equal(0, await next.Connection.ReadAsync($"SELECT count(*) FROM {table}"));
            await next.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (2)");
        }

        // Its own statement was committed by itself: it was not inside the other's transaction.
        Assert.Equal(2, await Database.ReadAsync($"SELECT min(id) FROM {table}"));
    }
}
