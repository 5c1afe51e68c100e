using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;
using Medallion.Threading.Postgres;

namespace Leasehold.Specification.Tests.DataSources;

/// <summary>A library of distributed locks takes a pool as it is.</summary>
public sealed class PostgreSqlDistributedLockTests : PoolSpecification<PostgreSqlDatabase>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lock_OverAPool_KeepsOthersOutUntilItIsReleased(bool asynchronously)
    {
        var pools = Build(static api => api.Size = 2);
        var key = new PostgresAdvisoryLockKey(Random.Shared.NextInt64());
        var mine = new PostgresDistributedLock(key, pools.Api);
        var theirs = new PostgresDistributedLock(key, pools.Background);

        var held = asynchronously ? await mine.AcquireAsync(cancellationToken: Ended) : mine.Acquire();
        Assert.Null(asynchronously ? await theirs.TryAcquireAsync(cancellationToken: Ended) : theirs.TryAcquire());
        Assert.Equal(1, pools.Api.Snapshot().InUse);
        await ReleaseAsync(held, asynchronously);

        // Free for others at once, and no place is held.
        var next = await theirs.TryAcquireAsync(Patience, Ended);
        Assert.NotNull(next);
        await ReleaseAsync(next, asynchronously);
        AssertAtRest(pools.Api);
        AssertAtRest(pools.Background);
    }

    private static async Task ReleaseAsync(PostgresDistributedLockHandle held, bool asynchronously)
    {
        if (asynchronously)
        {
            await held.DisposeAsync();
        }
        else
        {
            held.Dispose();
        }
    }
}
