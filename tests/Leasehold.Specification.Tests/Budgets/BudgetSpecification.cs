using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Budgets;

/// <summary>Sizes are guaranteed; overflow borrows what the budget has left.</summary>
public abstract class BudgetSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    /// <summary>Whether overflow uses the data source of the guaranteed places, as EF Core needs it.</summary>
    protected virtual bool SharesOverflow => false;

    [Fact]
    public async Task Lease_BudgetBorrowedByAnother_WaitsAlthoughItsOwnMaximumIsFar()
    {
        var pools = BuildShared(spare: 2);
        var api = await LeaseAsync(pools.Api, 3); // its own and both to spare
        var background = await LeaseAsync(pools.Background, 1);

        var waiting = TouchedLeaseAsync(pools.Background);
        await WaitersAsync(pools.Background, 1);

        Assert.Equal((2, 0), (pools.Api.Snapshot().OverflowInUse, pools.Background.Snapshot().OverflowInUse));
        Assert.Equal(4, await Database.CountConnectionsAsync(pools));
        await ReturnAsync([.. api, .. background]);
        await (await waiting.WaitAsync(Patience, Ended)).DisposeAsync();
    }

    [Fact]
    public async Task Lease_GuaranteedSize_IsThereWhateverOthersBorrowed()
    {
        var pools = BuildShared(spare: 2);
        var api = await LeaseAsync(pools.Api, 3);

        var background = await LeaseAsync(pools.Background, 1).WaitAsync(Patience, Ended);
        var batch = await LeaseAsync(pools.Batch, 1).WaitAsync(Patience, Ended);

        Assert.Equal(5, await Database.CountConnectionsAsync(pools));
        await ReturnAsync([.. api, .. background, .. batch]);
    }

    [Fact]
    public async Task Lease_AnothersOverflowIsIdle_ClosesItAtOnceAndBorrowsThePlace()
    {
        var pools = BuildShared(spare: 2);
        await ReturnAsync(await LeaseAsync(pools.Api, 3));
        Assert.Equal(2, pools.Api.Snapshot().OverflowIdle);

        var background = await LeaseAsync(pools.Background, 3).WaitAsync(Patience, Ended);

        Assert.Equal(0, pools.Api.Snapshot().OverflowIdle);

        // Api keeps its own one, unless that one was of the same source and had to go too.
        await Eventually.EqualAsync(SharesOverflow ? 3 : 4, () => Database.CountConnectionsAsync(pools));
        await ReturnAsync(background);
    }

    [Fact]
    public async Task Return_OverflowWhileAnotherPoolWaits_GoesToThatOneAtOnce()
    {
        var pools = BuildShared(spare: 1);
        var api = await LeaseAsync(pools.Api, 2);
        var background = await LeaseAsync(pools.Background, 1);
        var waiting = TouchedLeaseAsync(pools.Background);
        await WaitersAsync(pools.Background, 1);

        // Idle overflow is kept for minutes here: only the other pool's need can close it so soon.
        await api[1].DisposeAsync();

        await (await waiting.WaitAsync(Patience, Ended)).DisposeAsync();
        await ReturnAsync([api[0], .. background]);
    }

    [Fact]
    public async Task Lease_ManyPoolsAtOnce_NeverExceedTheBudget()
    {
        const int Budget = 5;
        var pools = BuildShared(spare: Budget - 3);
        var most = 0;
        using var over = new CancellationTokenSource();
        var watching = WatchAsync();

        await Task.WhenAll(pools.All.SelectMany(pool => Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                await using var lease = await TouchedLeaseAsync(pool);
                await Task.Yield();
            }
        })))).WaitAsync(TimeSpan.FromSeconds(60), Ended);
        await over.CancelAsync();
        await watching;

        Assert.InRange(most, 1, Budget);
        Assert.All(pools.All, AssertAtRest);
        Assert.All(pools.All, static pool => Assert.Equal(240, pool.Snapshot().Leased));

        async Task WatchAsync()
        {
            while (!over.IsCancellationRequested)
            {
                most = Math.Max(most, await CountConnectionsAsync(pools, Budget));
                await Task.Delay(1, Ended); // a sample now and then, leaving the processor to the others
            }
        }
    }

    [Fact]
    public async Task Lease_CancelledAfterAnOverflowPlaceWasHandedToIt_LosesNoConnectionFromSight()
    {
        var pools = Build(
            api => (api.Size, api.MaxOverflow, api.OverflowIdleTimeout) = (1, 1, TimeSpan.FromMilliseconds(100)),
            all => all.SharedOverflow = SharesOverflow);
        var held = await TouchedLeaseAsync(pools.Api);
        for (var round = 0; round < 300; round++)
        {
            var overflow = await TouchedLeaseAsync(pools.Api);
            using var changesItsMind = new CancellationTokenSource();
            var waiter = pools.Api.LeaseAsync(changesItsMind.Token).AsTask();

            overflow.Dispose();
            changesItsMind.Cancel(); // the place is the waiter's already; it goes on to open, with a cancelled token

            try
            {
                await (await waiter.WaitAsync(Patience, Ended)).DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                Ended.ThrowIfCancellationRequested();
            }
        }

        // Whatever stands idle is known and closed in time: nothing but the held one remains.
        await Eventually.EqualAsync(1, () => Database.CountConnectionsAsync(pools));
        await held.DisposeAsync();
        AssertAtRest(pools.Api);
    }

    [Fact]
    public async Task Return_OverflowIdleAgainInTime_KeepsTheConnection()
    {
        var pools = BuildShared(spare: 1);
        var held = await TouchedLeaseAsync(pools.Api);
        var first = await PhysicalOfNextAsync(pools.Api);

        var second = await PhysicalOfNextAsync(pools.Api);

        Assert.Equal(first, second);
        await held.DisposeAsync();
    }

    /// <summary>Three pools of one connection each, which may borrow up to three more, of so many to spare.</summary>
    private ConnectionPools BuildShared(int spare)
        => Build(all: options =>
        {
            options.SharedOverflow = SharesOverflow;
            options.Budget = 3 + spare;
            foreach (var pool in options.Pools.Values)
            {
                (pool.Size, pool.MaxOverflow, pool.OverflowIdleTimeout) = (1, 3, Long);
            }
        });
}
