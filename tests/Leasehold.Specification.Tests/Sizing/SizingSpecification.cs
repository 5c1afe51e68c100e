using System.Data.Common;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Microsoft.Extensions.Options;

namespace Leasehold.Specification.Tests.Sizing;

/// <summary>How many connections there are, and when.</summary>
public abstract class SizingSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Lease_WithAnIdleConnection_GetsTheSameOne()
    {
        var pools = Build();
        var first = await PhysicalOfNextAsync(pools.Api);

        var second = await PhysicalOfNextAsync(pools.Api);

        Assert.Equal(first, second);
        Assert.Equal(1, await Database.CountConnectionsAsync(pools));
    }

    [Fact]
    public async Task Lease_WithSizeAndOverflowHeld_WaitsAndOpensNoMore()
    {
        var pools = Build(api => (api.Size, api.MaxOverflow) = (2, 1));
        var held = await LeaseAsync(pools.Api, 3);

        var fourth = TouchedLeaseAsync(pools.Api);
        await WaitersAsync(pools.Api, 1);

        Assert.False(fourth.IsCompleted);
        Assert.Equal(3, await Database.CountConnectionsAsync(pools));

        await held[0].DisposeAsync();
        held[0] = await fourth.WaitAsync(Patience, Ended);

        Assert.Equal(3, await Database.CountConnectionsAsync(pools));
        await ReturnAsync(held);
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Return_AfterABurst_ClosesOverflowAndKeepsSize()
    {
        var pools = Build(api =>
            (api.Size, api.MaxOverflow, api.OverflowIdleTimeout) = (2, 3, TimeSpan.FromMilliseconds(100)));
        var burst = await LeaseAsync(pools.Api, 5);
        Assert.Equal(5, await Database.CountConnectionsAsync(pools));
        var kept = burst.Take(2).Select(lease => Database.Physical(lease.Connection)).ToHashSet();

        await ReturnAsync(burst);

        await Eventually.EqualAsync(2, () => Database.CountConnectionsAsync(pools));
        Assert.Equal(0, pools.Api.Snapshot().OverflowIdle);
        var again = await LeaseAsync(pools.Api, 2);
        Assert.Equal(kept, again.Select(lease => Database.Physical(lease.Connection)).ToHashSet());
        await ReturnAsync(again);
    }

    [Theory]
    [InlineData(0, 0, null, "Size")]
    [InlineData(-1, 0, null, "Size")]
    [InlineData(2, -1, null, "MaxOverflow")]
    [InlineData(5, 0, 6, "Budget")]
    public void Construct_WithImpossibleSizes_IsRefusedByName(int size, int overflow, int? budget, string setting)
    {
        // Background and Batch have one each: a budget of 6 is below the 7 that are guaranteed.
        var refused = Assert.Throws<OptionsValidationException>(() => Build(
            api => (api.Size, api.MaxOverflow) = (size, overflow),
            all => all.Budget = budget));

        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_ByFewWithAFarLargerMaximum_OpensAboutAsManyAsWork()
    {
        const int Workers = 4;
        var pools = Build(api => api.Size = 60);

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await using var lease = await TouchedLeaseAsync(pools.Api);
            }
        })));

        Assert.InRange(pools.Api.Snapshot().PeakInUse, 1, Workers);
        Assert.InRange(await Database.CountConnectionsAsync(pools), 1, 2 * Workers);
    }

    [Fact]
    public async Task Lease_WhenConnectingFails_GivesThePermitBack()
    {
        var pools = Build(
            api => (api.Size, api.AcquireTimeout) = (1, TimeSpan.FromMilliseconds(300)),
            connectionString: Database.UnreachableConnectionString);

        for (var i = 0; i < 3; i++)
        {
            AssertTellsWhy(await Record.ExceptionAsync(() => pools.Api.LeaseAsync(Ended).AsTask()));
            AssertTellsWhy(Record.Exception(() => pools.Api.Lease()));
        }

        // At once where trying again is of no use, and after AcquireTimeout where it may be.
        static void AssertTellsWhy(Exception? failure)
            => Assert.IsAssignableFrom<DbException>(
                failure is ConnectTimeoutException ? failure.InnerException : failure);

        // Of an attempt that its caller has given up as soon as the driver has let go of it.
        await Eventually.TrueAsync(
            () => pools.Api.Snapshot() is { InUse: 0, OverflowInUse: 0, Waiting: 0, Holders.Count: 0 }, "all is back");
    }

    [Fact]
    public async Task Snapshot_WhileLeased_CountsSizeAndOverflowApart()
    {
        var pools = Build(api => (api.Size, api.MaxOverflow) = (1, 2));
        var held = await LeaseAsync(pools.Api, 3);

        var now = pools.Api.Snapshot();

        Assert.Equal((1, 2, 0, 3), (now.InUse, now.OverflowInUse, now.OverflowIdle, now.PeakInUse));
        Assert.Equal(3, now.Holders.Count);
        await ReturnAsync(held);
        Assert.Equal((0, 0, 2), pools.Api.Snapshot() is var then ? (then.InUse, then.OverflowInUse, then.OverflowIdle)
            : default);
    }
}
