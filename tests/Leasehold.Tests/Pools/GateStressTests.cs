using Leasehold.Admission;

namespace Leasehold.Tests.Pools;

/// <summary>Newcomers that find a place without the lock, and waiters under it, at the same time.</summary>
public sealed class GateStressTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(130)]
    public async Task Enter_ManyAtOnce_NoPlaceTwiceAndNoneLost(int size)
    {
        var gate = new Gate(size, 0, int.MaxValue, new ServerBudget(0), TimeProvider.System);
        var holders = new int[size];
        await Task.WhenAll(Enumerable.Range(0, size + 8)
            .Select(worker => Task.Run(() => EnterOftenAsync(gate, worker, holders))));

        Assert.All(holders, static count => Assert.Equal(0, count));
        Assert.Equal((0, 0), (gate.Counts.InUse, gate.Counts.Waiting()));
        Assert.InRange(gate.Counts.Peak, 1, size);
        var all = new HashSet<int>();
        while (gate.TryEnter(LeaseLane.Starting, out var place))
        {
            Assert.True(all.Add(place));
        }

        Assert.Equal(size, all.Count);
    }

    [Fact]
    public async Task ShutDown_WhileManyEnterAndLeave_LetsNoOneInAfterwards()
    {
        var gate = new Gate(2, 0, int.MaxValue, new ServerBudget(0), TimeProvider.System);
        using var isDown = new ManualResetEventSlim();
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var entered = 0;
            while (true)
            {
                var wasDown = isDown.IsSet;
                if (gate.TryEnter(LeaseLane.Starting, out var place))
                {
                    Assert.False(wasDown);
                    entered++;
                    gate.Leave(place, connectionIsGone: false);
                }
                else if (wasDown)
                {
                    return entered;
                }
            }
        })).ToArray();

        SpinWait.SpinUntil(() => gate.Counts.Peak == 2, TimeSpan.FromSeconds(5));
        gate.ShutDown();
        isDown.Set();

        Assert.True((await Task.WhenAll(workers)).Sum() > 0);
    }

    private static async Task EnterOftenAsync(Gate gate, int worker, int[] holders)
    {
        var random = new Random(worker);
        for (var i = 0; i < 3_000; i++)
        {
            if (!gate.TryEnter(LeaseLane.Starting, out var place))
            {
                var lane = random.Next(4) == 0 ? LeaseLane.Finishing : LeaseLane.Starting;
                var timeout = random.Next(8) == 0 ? TimeSpan.FromTicks(random.Next(2_000)) : TimeSpan.FromMinutes(1);
                var admission = await gate.EnterAsync(lane, timeout, null, CancellationToken.None);
                if (!admission.IsAdmitted)
                {
                    Assert.Equal(Refusal.TimedOut, admission.Refusal);
                    continue;
                }

                place = admission.Place;
            }

            Assert.Equal(1, Interlocked.Increment(ref holders[place]));
            if (random.Next(3) == 0)
            {
                await Task.Yield();
            }

            Interlocked.Decrement(ref holders[place]);
            gate.Leave(place, connectionIsGone: false);
        }
    }
}
