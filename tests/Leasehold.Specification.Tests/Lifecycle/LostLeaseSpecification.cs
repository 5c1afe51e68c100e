using System.Runtime.CompilerServices;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Lifecycle;

/// <summary>Leases and sessions that nobody disposes.</summary>
public abstract class LostLeaseSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Lease_CollectedWithoutDisposal_IsRecoveredAndItsOriginReported()
    {
        var pools = Build(api => api.Size = 1);
        await LoseLeaseAsync(pools);

        await CollectAsync(pools, lost: 1);

        var report = Assert.Single(Logs.Of(LogEvents.LeaseLeaked));
        Assert.Contains(nameof(LoseLeaseAsync), report, StringComparison.Ordinal);
        Assert.Contains("LostLeaseSpecification.cs:", report, StringComparison.Ordinal);
        Assert.Contains("POST /lost", report, StringComparison.Ordinal);
        await (await pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(Patience, Ended)).DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Lease_CollectedWithoutDisposal_ServesTheWaiter()
    {
        var pools = Build(api => api.Size = 1);
        await LoseLeaseAsync(pools);
        var waiter = pools.Api.LeaseAsync(Ended).AsTask();
        await WaitersAsync(pools.Api, 1);

        await CollectAsync(pools, lost: 1);

        await using var lease = await waiter.WaitAsync(Patience, Ended);
        Assert.True(await lease.Connection.ReadAsync(Database.Touch) >= 0);
    }

    [Fact]
    public async Task Lease_HeldWhileGarbageIsCollected_IsNotTakenAway()
    {
        var pools = Build(api => api.Size = 2);
        var kept = await TouchedLeaseAsync(pools.Api);
        await LoseLeaseAsync(pools);

        await CollectAsync(pools, lost: 1);

        Assert.True(await kept.Connection.ReadAsync(Database.Touch) >= 0);
        Assert.False(kept.IsReturned);
        await kept.DisposeAsync();
    }

    [Fact]
    public async Task Session_CollectedWithoutDisposal_IsUndoneAndOthersCanWrite()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        await LoseSessionAsync(pools, $"INSERT INTO {table} (id) VALUES (1)");

        await CollectAsync(pools, lost: 1);

        await pools
            .InSessionAsync(
                (session, token) => session.ExecuteAsync($"INSERT INTO {table} (id) VALUES (2)", token), Ended)
            .WaitAsync(Patience, Ended);
        Assert.Equal(2, await Database.ReadAsync($"SELECT sum(id) FROM {table}"));
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task ReadSession_NeverEnded_DoesNotMakeTheNextHolderReadOnly()
    {
        var pools = Build(api => api.Size = 1);
        var table = await Database.CreateTableAsync();
        LoseReadSession(pools);

        await CollectAsync(pools, lost: 1);

        await using var lease = await pools.Api.LeaseAsync(Ended).AsTask().WaitAsync(Patience, Ended);
        Assert.Equal(1, await lease.Connection.ExecuteAsync($"INSERT INTO {table} (id) VALUES (1)"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task LoseLeaseAsync(ConnectionPools pools)
    {
        using var flow = Flow.Begin("POST /lost", Workload.Api);
        await TouchAsync(await pools.Api.LeaseAsync(Ended));

        Task TouchAsync(ConnectionLease lease) => lease.Connection.ReadAsync(Database.Touch);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LoseSessionAsync(ConnectionPools pools, string sql)
        => await (await pools.BeginSessionAsync(cancellationToken: Ended)).ExecuteAsync(sql, Ended);

    // The session's own frame waits for something that nobody will ever complete, and is collected with it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LoseReadSession(ConnectionPools pools)
        => _ = pools.InReadSessionAsync(
            static (_, _) => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously).Task,
            Ended);

    private async Task CollectAsync(ConnectionPools pools, int lost)
    {
        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return pools.Api.Snapshot(0).Leaked == lost;
            },
            "the lost lease is noticed");
        Assert.Empty(Logs.Of(LogEvents.WatchFailed));
    }
}
