using Leasehold.Leases;
using Leasehold.Pools;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

/// <summary>A thread that is interrupted in a blocking call leaves the line.</summary>
public abstract class InterruptSpecification<TDatabase> : RecoverySpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Acquire_InterruptedInLine_IsWithdrawn(bool bare)
    {
        var pools = Build(api => api.Size = 1);
        var held = await TouchedLeaseAsync(pools.Api);
        for (var round = 0; round < 3; round++)
        {
            var caller = new InterruptedCaller(() => bare ? pools.Api.OpenConnection() : pools.Api.Lease());
            await WaitersAsync(pools.Api, 1);

            caller.Interrupt();

            Assert.IsType<ThreadInterruptedException>(await caller.Ended.WaitAsync(Patience, Ended));
            Assert.Equal(0, pools.Api.Snapshot(0).Waiting);
        }

        await held.DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Acquire_InterruptedAsItsTurnComes_EitherHasThePlaceOrLeavesIt()
    {
        var pools = Build(api => api.Size = 1);
        for (var round = 0; round < 100; round++)
        {
            var held = await pools.Api.LeaseAsync(Ended);
            var caller = new InterruptedCaller(() => pools.Api.Lease());
            await WaitersAsync(pools.Api, 1);
            var returning = Task.Run(held.Dispose, Ended);

            caller.Interrupt();

            await caller.Ended.WaitAsync(Patience, Ended); // whichever it is, it gives back what it got
            await returning.WaitAsync(Patience, Ended);
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Acquire_InterruptedAtAnyMoment_LosesNothing()
    {
        var pools = Build(api => (api.Size, api.MaxOverflow) = (2, 1));
        for (var round = 0; round < 200; round++)
        {
            var callers = Enumerable.Range(0, 5).Select(_ => new InterruptedCaller(() => pools.Api.Lease())).ToList();

            callers.ForEach(static caller => caller.Interrupt());

            await Task.WhenAll(callers.Select(static caller => caller.Ended)).WaitAsync(Patience, Ended);
        }

        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Acquire_InterruptedWhileItGoesOnElsewhere_GivesBackWhatComesOfIt()
    {
        var pools = Build(api => api.Size = 1);
        var acquiring = new TaskCompletionSource<LeaseSlot>(TaskCreationOptions.RunContinuationsAsynchronously);
        var caller = new InterruptedCaller(() => BlockingAcquisition.WaitFor(acquiring.Task).Hand());

        caller.Interrupt();
        Assert.IsType<ThreadInterruptedException>(await caller.Ended.WaitAsync(Patience, Ended));
        acquiring.SetResult((await pools.Api.LeaseAsync(Ended)).Slot);

        await AssertNothingLostAsync(pools.Api);
    }

    [Fact]
    public async Task Acquire_InterruptedInLine_LeavesTheNextOnesTheirTurn()
    {
        var pools = Build(api => api.Size = 1);
        var held = await TouchedLeaseAsync(pools.Api);
        var caller = new InterruptedCaller(() => pools.Api.Lease());
        await WaitersAsync(pools.Api, 1);
        var next = TouchedLeaseAsync(pools.Api);
        await WaitersAsync(pools.Api, 2);

        caller.Interrupt();
        await caller.Ended.WaitAsync(Patience, Ended);
        await held.DisposeAsync();

        await (await next.WaitAsync(TimeSpan.FromSeconds(2), Ended)).DisposeAsync();
        await AssertNothingLostAsync(pools.Api);
    }
}

public sealed class MariaDbInterruptTests : InterruptSpecification<MariaDbDatabase>;

public sealed class PostgreSqlInterruptTests : InterruptSpecification<PostgreSqlDatabase>;

public sealed class SqliteInterruptTests : InterruptSpecification<SqliteDatabase>;
