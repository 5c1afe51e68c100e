using Leasehold.Admission;

namespace Leasehold.Tests.Pools;

/// <summary>Places are accounted for on threads that are interrupted meanwhile.</summary>
public sealed class UninterruptedLockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void EnterScope_InterruptedWhileItWaits_EntersAndInterruptsTheNextWait()
    {
        var tested = new UninterruptedLock();
        var (hasEntered, isInterrupted) = (false, false);
        var thread = new Thread(() =>
        {
            using (tested.EnterScope())
            {
                hasEntered = true;
            }

            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        });
        using (tested.EnterScope())
        {
            thread.Start();
            Assert.True(SpinWait.SpinUntil(
                () => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience));
            thread.Interrupt();
        }

        Assert.True(thread.Join(Patience));
        Assert.True(hasEntered);
        Assert.True(isInterrupted);
    }

    [Fact]
    public async Task Gate_CallersInterruptedAllTheTime_LosesNoPlace()
    {
        var gate = new Gate(2, 1, int.MaxValue, new ServerBudget(1), TimeProvider.System);
        var lost = 0;
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(EnterOften)).ToList();
        threads.ForEach(static thread => thread.Start());
        await Task.Run(() =>
        {
            while (threads.Exists(static thread => thread.IsAlive))
            {
                threads.ForEach(static thread => thread.Interrupt());
            }
        }).WaitAsync(Patience);

        Assert.Equal(0, lost);
        Assert.Equal((0, 0, 0), (gate.Counts.InUse, gate.Counts.OverflowInUse, gate.Counts.Waiting()));

        void EnterOften()
        {
            for (var round = 0; round < 2_000; round++)
            {
                GateAnswer answer;
                try
                {
                    answer = gate.Enter(LeaseLane.Starting, Patience, null);
                }
                catch (ThreadInterruptedException)
                {
                    continue;
                }

                try
                {
                    gate.Leave(answer.Place, connectionIsGone: false);
                }
                catch (ThreadInterruptedException)
                {
                    Interlocked.Increment(ref lost);
                }
            }
        }
    }
}
