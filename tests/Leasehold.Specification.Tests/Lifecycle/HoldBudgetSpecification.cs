using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Lifecycle;

/// <summary>A lease held for too long is told of, twice.</summary>
public abstract class HoldBudgetSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Lease_HeldOverBudget_IsReportedOnceWithItsHolderAndOnceOnReturn()
    {
        var pools = Build(api => (api.Size, api.HoldBudget) = (3, TimeSpan.FromMilliseconds(100)));
        using var flow = Flow.Begin("POST /slow", Workload.Api);
        var first = await TouchedLeaseAsync(pools.Api);
        await Logs.FirstAsync(LogEvents.HeldOverBudget);

        // The watch passes by again and again: the report of a second lease proves that it has.
        var second = await TouchedLeaseAsync(pools.Api);
        await Eventually.TrueAsync(() => Logs.Of(LogEvents.HeldOverBudget).Count > 1, "the second is reported");
        var third = await TouchedLeaseAsync(pools.Api);
        await Eventually.TrueAsync(() => Logs.Of(LogEvents.HeldOverBudget).Count > 2, "the third is reported");

        Assert.Equal(3, Logs.Of(LogEvents.HeldOverBudget).Count);
        Assert.All(Logs.Of(LogEvents.HeldOverBudget), report =>
        {
            Assert.Contains("POST /slow", report, StringComparison.Ordinal);
            Assert.Contains($"{nameof(TouchedLeaseAsync)}, PoolSpecification.cs:", report, StringComparison.Ordinal);
        });
        Assert.Empty(Logs.Of(LogEvents.OverBudgetReturned));
        await first.DisposeAsync();
        Assert.Single(Logs.Of(LogEvents.OverBudgetReturned));
        await second.DisposeAsync();
        await third.DisposeAsync();
        Assert.Equal(3, Logs.Of(LogEvents.OverBudgetReturned).Count);
    }

    [Fact]
    public async Task Lease_ReturnedWithinBudget_IsNotReported()
    {
        // Connecting counts.
        var pools = Build(api => (api.Size, api.HoldBudget) = (2, TimeSpan.FromSeconds(2)));
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();

        var held = await LeaseOverBudgetAsync(pools);

        Assert.Single(Logs.Of(LogEvents.HeldOverBudget));
        Assert.Empty(Logs.Of(LogEvents.OverBudgetReturned));
        await held.DisposeAsync();
    }

    private async Task<ConnectionLease> LeaseOverBudgetAsync(ConnectionPools pools)
    {
        var lease = await pools.Api.LeaseAsync(Ended);
        await Logs.FirstAsync(LogEvents.HeldOverBudget);
        return lease;
    }
}
