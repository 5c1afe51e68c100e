using CsCheck;
using Leasehold.Admission;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Tests.Pools;

public sealed class GateResizeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Resize_Larger_ServesThoseWhoWaitAtOnce()
    {
        var gate = NewGate(1);
        var first = Take(gate);
        var waiters = Enumerable.Range(0, 3).Select(_ => EnterAsync(gate)).ToList();

        gate.Resize(3, 0, 10);

        Assert.True((await waiters[0]).IsAdmitted);
        Assert.True((await waiters[1]).IsAdmitted);
        Assert.False(waiters[2].IsCompleted);
        gate.Leave(first, connectionIsGone: false);
        Assert.True((await waiters[2]).IsAdmitted);
    }

    [Fact]
    public void Resize_Smaller_FreePlacesGoAtOnce()
    {
        var gate = NewGate(5);

        gate.Resize(2, 0, 10);

        Take(gate);
        Take(gate);
        Assert.False(gate.TryEnter(LeaseLane.Starting, out _));
        Assert.True(gate.TakeRetired());
        Assert.False(gate.TakeRetired());
    }

    [Fact]
    public async Task Resize_SmallerWhileTaken_GoesAsTheyComeBackBeforeAnyoneIsServed()
    {
        var gate = NewGate(3);
        var held = new[] { Take(gate), Take(gate), Take(gate) };

        gate.Resize(1, 0, 10);
        var waiter = EnterAsync(gate);
        gate.Leave(held[0], connectionIsGone: false);
        gate.Leave(held[1], connectionIsGone: false);

        Assert.False(waiter.IsCompleted);
        Assert.Equal(1, gate.Counts.InUse);
        gate.Leave(held[2], connectionIsGone: false);
        Assert.True((await waiter).IsAdmitted);
        Assert.False(gate.TryEnter(LeaseLane.Starting, out _));
    }

    [Fact]
    public void Resize_LargerAgainBeforeTheyCameBack_KeepsThem()
    {
        var gate = NewGate(3);
        var held = new[] { Take(gate), Take(gate), Take(gate) };

        gate.Resize(1, 0, 10);
        gate.Resize(3, 0, 10);
        foreach (var place in held)
        {
            gate.Leave(place, connectionIsGone: false);
        }

        Assert.Equal([0, 1, 2], new[] { Take(gate), Take(gate), Take(gate) }.Order());
        Assert.False(gate.TryEnter(LeaseLane.Starting, out _));
    }

    [Fact]
    public async Task Resize_MaxWaiters_CountsForTheNext()
    {
        var gate = NewGate(1);
        Take(gate);

        gate.Resize(1, 0, 0);

        Assert.Equal(Refusal.TooManyWaiters, (await EnterAsync(gate)).Refusal);
    }

    /// <summary>
    /// Whatever happens in whatever order: no one is let in above what there is to be; no place twice, none lost, and
    /// numbers no higher than places at once.
    /// </summary>
    [Fact]
    public void Resize_RandomOperations_KeepsCount()
    {
        const int Most = 70;
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, Most], Gen.Int[0, 5]).List[1, 100].Sample(operations =>
        {
            var budget = new ServerBudget(5);
            var gate = new Gate(2, 1, 10, budget, _time);
            var (size, overflow) = (2, 1);
            var held = new List<int>();
            foreach (var (operation, newSize, newOverflow) in operations)
            {
                if (operation == 0)
                {
                    gate.Resize(newSize, newOverflow, 10);
                    (size, overflow) = (newSize, newOverflow);
                }
                else if (operation == 1 && held.Count > 0)
                {
                    gate.Leave(held[newSize % held.Count], connectionIsGone: newOverflow > 2);
                    held.RemoveAt(newSize % held.Count);
                }
                else if (gate.TryEnter(LeaseLane.Starting, out var place))
                {
                    held.Add(place);
                    var isOverflow = place >= Gate.FirstOverflow;
                    var ofKind = held.Count(other => other >= Gate.FirstOverflow == isOverflow);
                    Assert.True(ofKind <= (isOverflow ? overflow : size), "more were let in than there are places");
                }

                Assert.Equal(held.Count, held.Distinct().Count());
                Assert.All(held, static place => Assert.InRange(place % Gate.FirstOverflow, 0, Most));
                var now = gate.Counts;
                Assert.Equal(held.Count, now.InUse + now.OverflowInUse);
                Assert.Equal(5, budget.Free + now.OverflowInUse + now.OverflowIdle);
            }

            held.ForEach(place => gate.Leave(place, connectionIsGone: true));
            gate.CloseIdleOverflow();
            for (var i = 0; i < size + Math.Min(overflow, 5); i++)
            {
                Take(gate);
            }

            Assert.False(gate.TryEnter(LeaseLane.Starting, out _));
        });
    }

    private static int Take(Gate gate)
    {
        Assert.True(gate.TryEnter(LeaseLane.Starting, out var place));
        return place;
    }

    private static Task<GateAnswer> EnterAsync(Gate gate)
        => gate.EnterAsync(LeaseLane.Starting, Limit, null, CancellationToken.None).AsTask();

    private Gate NewGate(int size) => new(size, 0, 10, new ServerBudget(0), _time);
}
