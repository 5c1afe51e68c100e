using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Waiting;

/// <summary>A permit on its way from one to the next, while the next changes its mind.</summary>
public abstract class HandOffSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const int Rounds = 10_000;

    [Fact]
    public async Task Return_RacingTheWaitersCancellation_LosesNoPermit()
    {
        // Unchecked: a check of each connection is a round trip, in which the rival would always win.
        var pools = Build(static api => (api.Size, api.PrePing) = (1, false));
        using var rival = new Rival();
        var served = 0;

        for (var round = 0; round < Rounds; round++)
        {
            var held = await pools.Api.LeaseAsync(Ended);
            using var changesItsMind = new CancellationTokenSource();
            var waiter = pools.Api.LeaseAsync(changesItsMind.Token).AsTask();

            // A little later each time, one or the other, so that either side wins some rounds: a return may take a
            // round trip or three.
            var (patience, headStart) = (round % 100 * 400, round % 100 * 20);
            var isPatient = round % 2 == 0;
            rival.Start(() =>
            {
                Thread.SpinWait(isPatient ? patience : 0);
                changesItsMind.Cancel();
            });
            Thread.SpinWait(isPatient ? 0 : headStart);
            held.Dispose();
            rival.Join();

            served += await WasServedAsync(waiter) ? 1 : 0;
        }

        // A race that always ends the same way has not been run.
        Assert.InRange(served, 1, Rounds - 1);
        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 0, "the permit is back");
        await (await pools.Api.LeaseAsync(Ended)).DisposeAsync();
    }

    [Fact]
    public async Task Return_RacingTheWaitersTimeOut_LosesNoPermit()
    {
        var pools = Build(api => api.Size = 1);
        var impatient = new SessionOptions { AcquireTimeout = TimeSpan.FromMilliseconds(3) };
        for (var round = 0; round < 200; round++)
        {
            var held = await pools.Api.LeaseAsync(Ended);
            var waiter = pools.InReadSessionAsync(impatient, static (_, _) => Task.FromResult(true), Ended);

            // The race is with the clock itself, so the return has to come at about the time of its tick.
            await Task.Delay(2, Ended);
            held.Dispose();
            try
            {
                await waiter.WaitAsync(Patience, Ended);
            }
            catch (Exception exception) when (exception is PoolExhaustedException or ConnectTimeoutException)
            {
                // The other side won.
            }
        }

        await Eventually.TrueAsync(() => pools.Api.Snapshot(0).InUse == 0, "the permit is back");
        await (await pools.Api.LeaseAsync(Ended)).DisposeAsync();
    }

    private static async Task<bool> WasServedAsync(Task<ConnectionLease> waiter)
    {
        try
        {
            await (await waiter.WaitAsync(Patience, Ended)).DisposeAsync();
            return true;
        }
        catch (OperationCanceledException)
        {
            Ended.ThrowIfCancellationRequested();
            return false;
        }
    }
}
