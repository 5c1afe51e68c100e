using Leasehold.Admission;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Tests.Pools;

public sealed class GateTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryEnter_AllTaken_RefusesOneMore()
    {
        var gate = NewGate(size: 2);

        Assert.True(gate.TryEnter(LeaseLane.Starting, out var first));
        Assert.True(gate.TryEnter(LeaseLane.Starting, out var second));
        Assert.False(gate.TryEnter(LeaseLane.Starting, out _));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task EnterAsync_WaitersInLine_AreServedInOrder()
    {
        var gate = NewGate(size: 1);
        var held = Take(gate);
        var waiters = Enumerable.Range(0, 5).Select(_ => Enter(gate)).ToList();

        foreach (var waiter in waiters)
        {
            gate.Leave(held, connectionIsGone: false);
            held = (await waiter).Place;
            Assert.Equal(waiters.IndexOf(waiter) + 1, waiters.Count(static w => w.IsCompleted));
        }
    }

    [Fact]
    public async Task EnterAsync_FinishingLane_IsServedBeforeStartingLane()
    {
        var gate = NewGate(size: 1);
        var held = Take(gate);
        var starting = Enter(gate);
        var finishing = Enter(gate, LeaseLane.Finishing);

        gate.Leave(held, connectionIsGone: false);

        Assert.True((await finishing).IsAdmitted);
        Assert.False(starting.IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_MaxWaitersReached_RefusesStartingAtOnceButNotFinishing()
    {
        var gate = NewGate(size: 1, maxWaiters: 1);
        Take(gate);
        _ = Enter(gate);

        Assert.Equal(Refusal.TooManyWaiters, (await Enter(gate)).Refusal);
        Assert.False(Enter(gate, LeaseLane.Finishing).IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_TimeRunsOut_IsRefusedThenAndNotBefore()
    {
        var gate = NewGate(size: 1);
        Take(gate);
        var waiter = Enter(gate);

        _time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(waiter.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(Refusal.TimedOut, (await waiter).Refusal);
        Assert.Equal(0, gate.Counts.Waiting());
    }

    [Fact]
    public async Task EnterAsync_Cancelled_LeavesTheLineAndTheNextIsServed()
    {
        var gate = NewGate(size: 1);
        var held = Take(gate);
        using var source = new CancellationTokenSource();
        var cancelled = gate.EnterAsync(LeaseLane.Starting, Limit, null, source.Token).AsTask();
        var next = Enter(gate);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        gate.Leave(held, connectionIsGone: false);

        Assert.True((await next).IsAdmitted);
    }

    [Fact]
    public async Task EnterAsync_TokenAlreadyCancelled_TakesNoPlace()
    {
        var gate = NewGate(size: 1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => gate.EnterAsync(LeaseLane.Starting, Limit, null, new CancellationToken(canceled: true)).AsTask());

        Assert.Equal(0, gate.Counts.InUse);
    }

    [Fact]
    public async Task Leave_ContinuationOfTheWaiter_RunsOnAnotherThread()
    {
        var gate = NewGate(size: 1);
        var held = Take(gate);
        var waiter = Enter(gate);
        var continuedOn = waiter.ContinueWith(
            static _ => Environment.CurrentManagedThreadId,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        var releasedOn = 0;
        var releaser = new Thread(() =>
        {
            releasedOn = Environment.CurrentManagedThreadId;
            gate.Leave(held, connectionIsGone: false);
        });
        releaser.Start();
        releaser.Join();

        Assert.NotEqual(releasedOn, await continuedOn);
    }

    [Fact]
    public async Task Enter_BlockedCaller_IsServedInLineWithAsyncOnes()
    {
        var gate = new Gate(1, 0, 10, new ServerBudget(0), TimeProvider.System);
        var held = Take(gate);
        var first = gate.EnterAsync(LeaseLane.Starting, Limit, null, CancellationToken.None).AsTask();
        var blocked = Task.Factory.StartNew(
            () => gate.Enter(LeaseLane.Starting, Limit, null),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        SpinWait.SpinUntil(() => gate.Counts.StartingWaiters == 2);
        var last = gate.EnterAsync(LeaseLane.Starting, Limit, null, CancellationToken.None).AsTask();

        gate.Leave(held, connectionIsGone: false);
        gate.Leave((await first).Place, connectionIsGone: false);
        var admission = await blocked;

        Assert.True(admission.IsAdmitted);
        Assert.False(last.IsCompleted);
        gate.Leave(admission.Place, connectionIsGone: false);
        Assert.True((await last).IsAdmitted);
    }

    [Fact]
    public async Task ShutDown_WithWaiters_FailsThemAndEveryoneAfter()
    {
        var gate = NewGate(size: 1);
        Take(gate);
        var waiter = Enter(gate);

        gate.ShutDown();

        Assert.Equal(Refusal.ShutDown, (await waiter).Refusal);
        Assert.Equal(Refusal.ShutDown, (await Enter(gate)).Refusal);
    }

    [Fact]
    public async Task EnterAsync_CancelRacesHandOff_NeverLosesAPlace()
    {
        var gate = new Gate(1, 0, 10, new ServerBudget(0), TimeProvider.System);
        for (var round = 0; round < 5_000; round++)
        {
            var held = Take(gate);
            using var source = new CancellationTokenSource();
            var waiter = gate.EnterAsync(LeaseLane.Starting, Limit, null, source.Token).AsTask();

            Parallel.Invoke(source.Cancel, () => gate.Leave(held, connectionIsGone: false));
            try
            {
                gate.Leave((await waiter).Place, connectionIsGone: false);
            }
            catch (OperationCanceledException)
            {
                // The cancellation won: the place must have stayed with the gate.
            }

            Assert.Equal(0, gate.Counts.InUse);
        }
    }

    private static int Take(Gate gate)
    {
        Assert.True(gate.TryEnter(LeaseLane.Starting, out var place));
        return place;
    }

    private Task<GateAnswer> Enter(Gate gate, LeaseLane lane = LeaseLane.Starting)
        => gate.EnterAsync(lane, Limit, null, CancellationToken.None).AsTask();

    private Gate NewGate(int size, int maxWaiters = 100) => new(size, 0, maxWaiters, new ServerBudget(0), _time);
}
