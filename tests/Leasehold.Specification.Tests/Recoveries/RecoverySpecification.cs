using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>Whatever goes wrong with a holder, its place serves the next one.</summary>
public abstract class RecoverySpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    /// <summary>Nothing is in use, and all places of the pool can be had at the same time.</summary>
    protected async Task AssertNothingLostAsync(ConnectionPool pool, TimeSpan? within = null)
    {
        await Eventually.TrueAsync(
            () => pool.Snapshot() is { InUse: 0, OverflowInUse: 0, Waiting: 0, Holders.Count: 0 },
            "every place is free",
            within ?? TimeSpan.FromSeconds(5));
        var size = pool.Snapshot(0).Size;
        var leases = await LeaseAsync(pool, size).WaitAsync(Patience, Ended);
        Assert.Equal(size, pool.Snapshot(0).InUse);
        await ReturnAsync(leases);
        AssertAtRest(pool);
    }

    /// <summary>Runs on a thread of its own, which may block.</summary>
    protected static Task<T> OnItsOwnThread<T>(Func<T> work)
        => Task.Factory.StartNew(work, Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
