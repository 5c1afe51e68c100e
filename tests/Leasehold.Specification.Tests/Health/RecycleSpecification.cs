using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Health;

/// <summary>Old connections are replaced, also while nobody leases, and never under anyone's hands.</summary>
public abstract class RecycleSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    /// <summary>The second that is set, a tenth of spread, and the whole seconds that drivers count in.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromSeconds(2.3);

    [Fact]
    public async Task Recycle_HeldForLonger_IsNotTakenAwayAndReplacedAfterIt()
    {
        // The age is drawn for each pool, so one pool proves little.
        var workloads = Enumerable.Range(0, 8).Select(i => Workload.Named($"w{i}")).ToList();
        var pools = Build(all: options =>
        {
            foreach (var workload in workloads)
            {
                options.Pools[workload.Name] = new PoolOptions { Size = 1, Recycle = TimeSpan.FromSeconds(1) };
            }
        });
        var held = new List<ConnectionLease>();
        foreach (var workload in workloads)
        {
            held.Add(await TouchedLeaseAsync(pools[workload]));
        }

        await Task.Delay(Old, Ended); // ageing takes time

        foreach (var lease in held)
        {
            var before = Database.Physical(lease.Connection);
            Assert.Equal(1, await lease.Connection.ReadAsync(Database.Select("1")));
            Assert.Equal(before, Database.Physical(lease.Connection));
        }

        var old = held.ConvertAll(lease => Database.Physical(lease.Connection));
        await ReturnAsync(held);
        for (var i = 0; i < workloads.Count; i++)
        {
            Assert.NotEqual(old[i], await PhysicalOfNextAsync(pools[workloads[i]]));
        }
    }

    /// <summary>On one that hands out the newest first, too: the others would never be met.</summary>
    [Fact]
    public async Task Recycle_IdleForLonger_IsClosedThoughNobodyLeases()
    {
        var pools = Build(api => (api.Size, api.Recycle) = (3, TimeSpan.FromSeconds(1)));
        await ReturnAsync(await LeaseAsync(pools.Api, 3));
        Assert.Equal(3, await Database.CountConnectionsAsync(pools));

        await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools), Patience);

        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Discard_OneOfTwo_LeavesTheOtherOpen()
    {
        var pools = Build();
        var leases = await LeaseAsync(pools.Api, 2);
        var kept = Database.Physical(leases[1].Connection);

        leases[0].Discard();
        await ReturnAsync(leases);

        await Eventually.EqualAsync(1, () => Database.CountConnectionsAsync(pools));
        Assert.Equal(kept, await PhysicalOfNextAsync(pools.Api));
    }

    [Fact]
    public async Task Recycle_Zero_KeepsTheConnection()
    {
        var pools = Build(api => (api.Size, api.Recycle) = (1, TimeSpan.Zero));
        var old = await PhysicalOfNextAsync(pools.Api);
        await Task.Delay(Old, Ended); // ageing takes time

        Assert.Equal(old, await PhysicalOfNextAsync(pools.Api));
        Assert.Equal(old, await PhysicalOfNextAsync(pools.Api));
    }
}
