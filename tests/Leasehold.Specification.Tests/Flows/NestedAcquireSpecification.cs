using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Flows;

/// <summary>The self-deadlock: one flow that waits for a second lease while it holds a first.</summary>
public abstract class NestedAcquireSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lease_WaitsWhileItsFlowHoldsOne_IsReported(bool asynchronously)
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, Short));
        await WarmUpAsync(pools.Api, 1);
        using var flow = Flow.Begin("POST /nested", Workload.Api);
        await using var held = await pools.Api.LeaseAsync(Ended);

        await Assert.ThrowsAsync<PoolExhaustedException>(async () =>
        {
            await using var second = asynchronously ? await pools.Api.LeaseAsync(Ended) : pools.Api.Lease();
        });

        Assert.Equal(1, pools.Api.Snapshot().NestedAcquires);
        Assert.Contains("POST /nested", Assert.Single(Logs.Of(LogEvents.NestedAcquire)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lease_ParallelInOneFlowWithoutWaiting_IsNotReported()
    {
        var pools = Build(api => api.Size = 3);
        using var flow = Flow.Begin("GET /parallel", Workload.Api);

        var leases = await LeaseAsync(pools.Api, 3);

        Assert.Equal(3, flow.HeldLeases);
        await ReturnAsync(leases);
        Assert.Equal(0, flow.HeldLeases);
        AssertNothingReported(pools);
    }

    [Fact]
    public async Task Lease_WaitsWhileAnotherFlowHoldsOne_IsNotReported()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, Short));
        await WarmUpAsync(pools.Api, 1);
        ConnectionLease held;
        using (Flow.Begin("GET /other", Workload.Api))
        {
            held = await pools.Api.LeaseAsync(Ended);
        }

        using var flow = Flow.Begin("GET /waits", Workload.Api);
        await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        AssertNothingReported(pools);
        await held.DisposeAsync();
    }

    [Fact]
    public async Task Lease_WaitsAfterItsFlowReturnedTheFirst_IsNotReported()
    {
        var pools = Build(api => (api.Size, api.AcquireTimeout) = (1, Short));
        await WarmUpAsync(pools.Api, 1);
        using var flow = Flow.Begin("GET /in-turn", Workload.Api);
        await (await pools.Api.LeaseAsync(Ended)).DisposeAsync();
        var held = await LeaseOutsideAnyFlowAsync(pools);

        await Assert.ThrowsAsync<PoolExhaustedException>(() => pools.Api.LeaseAsync(Ended).AsTask());

        AssertNothingReported(pools);
        await held.DisposeAsync();
    }

    [Fact]
    public async Task Lease_CancelledBeforeItWaits_IsNotReported()
    {
        var pools = Build();
        using var flow = Flow.Begin("GET /gone", Workload.Api);
        await using var held = await pools.Api.LeaseAsync(Ended);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => pools.Api.LeaseAsync(new CancellationToken(canceled: true)).AsTask());

        AssertNothingReported(pools);
    }

    private static Task<ConnectionLease> LeaseOutsideAnyFlowAsync(ConnectionPools pools)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => pools.Api.LeaseAsync(CancellationToken.None).AsTask());
        }
    }

    private void AssertNothingReported(ConnectionPools pools)
    {
        Assert.Equal(0, pools.Api.Snapshot().NestedAcquires);
        Assert.Empty(Logs.Of(LogEvents.NestedAcquire));
    }
}
