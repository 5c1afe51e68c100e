using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Health;

/// <summary>A connection that breaks while it is held.</summary>
public abstract class BrokenConnectionSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Fact]
    public async Task Return_BrokenWhileHeld_IsDiscardedAndTheWaiterGetsAFreshOne()
    {
        var pools = Build(api => api.Size = 1);
        var held = await TouchedLeaseAsync(pools.Api);
        var physical = Database.Physical(held.Connection);
        var waiter = TouchedLeaseAsync(pools.Api);
        await WaitersAsync(pools.Api, 1);
        await BreakAsync(held.Connection);

        await held.DisposeAsync();
        await using var next = await waiter.WaitAsync(Patience, Ended);

        Assert.NotEqual(physical, Database.Physical(next.Connection));
    }

    [Fact]
    public async Task Return_KilledButNotYetNoticed_ServesTheWaiterWithAWorkingOne()
    {
        var pools = Build(api => (api.Size, api.PrePingBypass) = (1, TimeSpan.Zero));
        var held = await TouchedLeaseAsync(pools.Api);
        var waiter = TouchedLeaseAsync(pools.Api);
        await WaitersAsync(pools.Api, 1);
        await Database.KillAsync(Database.Physical(held.Connection));

        await held.DisposeAsync();

        await (await waiter.WaitAsync(Patience, Ended)).DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Broken_UntilItIsReturned_KeepsItsPermit()
    {
        // The driver may keep its slot until then: a permit freed earlier would let the next one queue inside it.
        var pools = Build(api => api.Size = 1);
        var held = await TouchedLeaseAsync(pools.Api);
        await BreakAsync(held.Connection);

        Assert.Equal(1, pools.Api.Snapshot().InUse);

        await held.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task BareConnection_BrokenAndDisposed_GivesThePermitBack()
    {
        var pools = Build(api => api.Size = 1);
        for (var i = 0; i < 3; i++)
        {
            var connection = await pools.Api.OpenConnectionAsync(Ended).AsTask().WaitAsync(Patience, Ended);
            await BreakAsync(connection);
            await connection.DisposeAsync();
            AssertAtRest(pools.Api);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_WhileOthersBreak_NeverQueuesInTheDriver(bool bare)
    {
        // The gate's maximum is the driver's: one slot kept too long and the next open waits in the driver.
        var pools = Build(api => (api.Size, api.ConnectTimeout) = (2, TimeSpan.FromSeconds(1)));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 15; i++)
            {
                await using var lease = bare ? null : await pools.Api.LeaseAsync(Ended);
                await using var opened = bare ? await pools.Api.OpenConnectionAsync(Ended) : null;
                await BreakAsync(lease?.Connection ?? opened!);
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60), Ended);

        Assert.InRange(pools.Api.Snapshot().PeakInUse, 1, 2);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Session_BrokenInTheMiddle_ThrowsAndReturns()
    {
        var pools = Build(api => api.Size = 1);

        await Assert.ThrowsAnyAsync<DbException>(() => pools.InSessionAsync(
            async (session, token) =>
            {
                await Database.KillAsync(Database.Physical(session.Connection));
                await session.ReadAsync(Database.Select("1"), token);
            },
            Ended));

        AssertAtRest(pools.Api);
        await pools.InSessionAsync((session, token) => session.ReadAsync(Database.Select("1"), token), Ended);
    }

    private async Task BreakAsync(DbConnection connection)
    {
        var driver = (connection as LeasedConnection)?.Unwrap<DbConnection>() ?? connection;
        await Database.KillAsync(Database.Physical(driver));
        await Assert.ThrowsAnyAsync<DbException>(() => connection.ReadAsync(Database.Select("1")));
    }
}
