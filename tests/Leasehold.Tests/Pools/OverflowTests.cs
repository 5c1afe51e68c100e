using CsCheck;
using Leasehold.Admission;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Tests.Pools;

public sealed class OverflowTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryEnter_GuaranteedTaken_BorrowsFromTheBudget()
    {
        var budget = new ServerBudget(1);
        var gate = new Gate(1, 2, 10, budget, _time);

        Assert.True(gate.TryEnter(LeaseLane.Starting, out _));
        Assert.True(gate.TryEnter(LeaseLane.Starting, out var borrowed));

        Assert.Equal(Gate.FirstOverflow, borrowed);
        Assert.Equal(0, budget.Free);
        Assert.False(gate.TryEnter(LeaseLane.Starting, out _));
    }

    [Fact]
    public void Leave_OverflowConnectionStaysOpen_KeepsItsPlaceInTheBudget()
    {
        var (gate, budget, borrowed) = WithBorrowed(1);

        gate.Leave(borrowed[0], connectionIsGone: false);

        Assert.Equal(0, budget.Free);
        Assert.Equal(1, gate.Counts.OverflowIdle);
    }

    [Fact]
    public void Leave_OpenedAfterAClearingThatBeganSinceThePlaceWasGranted_KeepsItsPlaceInTheBudget()
    {
        var (gate, budget, borrowed) = WithBorrowed(2);
        gate.Leave(borrowed[0], connectionIsGone: false);
        gate.CloseIdleOverflow();

        gate.Opened(borrowed[1]);
        gate.Leave(borrowed[1], connectionIsGone: false);

        Assert.Equal(1, budget.Free);
        Assert.Equal(1, gate.Counts.OverflowIdle);
    }

    [Fact]
    public void Leave_OverflowConnectionIsGone_GivesThePlaceBack()
    {
        var (gate, budget, borrowed) = WithBorrowed(1);

        gate.Leave(borrowed[0], connectionIsGone: true);

        Assert.Equal(1, budget.Free);
    }

    [Fact]
    public void CloseOverflowIdleFor_NotIdleLongEnough_KeepsThem()
    {
        var (gate, budget, closings) = WithOneIdle();

        _time.Advance(TimeSpan.FromSeconds(4));
        gate.CloseOverflowIdleFor(TimeSpan.FromSeconds(5));
        Assert.Equal(0, closings());

        _time.Advance(TimeSpan.FromSeconds(1));
        gate.CloseOverflowIdleFor(TimeSpan.FromSeconds(5));
        Assert.Equal(1, closings());
        Assert.Equal(1, budget.Free);
    }

    [Fact]
    public async Task EnterAsync_OtherPoolHoldsIdleOverflow_GetsItsPlace()
    {
        var (_, budget, closings) = WithOneIdle();
        var other = new Gate(1, 1, 10, budget, _time);
        other.TryEnter(LeaseLane.Starting, out _);

        var admission = await other.EnterAsync(LeaseLane.Starting, Limit, null, CancellationToken.None)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.True(admission.IsAdmitted);
        Assert.Equal(1, closings());
    }

    [Fact]
    public async Task EnterAsync_SeveralOthersHoldIdleOverflow_TheOneUsedLeastRecentlyClosesIt()
    {
        var budget = new ServerBudget(3);
        var closed = new List<int>();
        List<(Gate Gate, int Place)> held = [];
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            var gate = new Gate(0, 1, 10, budget, _time, () => closed.Add(number));
            Assert.True(gate.TryEnter(LeaseLane.Starting, out var place));
            held.Add((gate, place));
        }

        foreach (var number in (int[])[1, 2, 0])
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            held[number].Gate.Leave(held[number].Place, connectionIsGone: false);
        }

        var asking = new Gate(0, 1, 10, budget, _time);
        var admission = await asking.EnterAsync(LeaseLane.Starting, Limit, null, CancellationToken.None)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.True(admission.IsAdmitted);
        Assert.Equal([1], closed);
    }

    [Fact]
    public void Leave_BusyWhileIdleOnesAreClosed_GivesItsPlaceBackOnlyAfterwards()
    {
        var clear = () => { };
        var (gate, budget, borrowed) = WithBorrowed(2, () => clear());
        gate.Leave(borrowed[0], connectionIsGone: false);
        var freeWhileClosing = -1;
        clear = () =>
        {
            gate.Leave(borrowed[1], connectionIsGone: false);
            freeWhileClosing = budget.Free;
        };

        gate.CloseIdleOverflow();

        Assert.Equal(0, freeWhileClosing);
        Assert.Equal(2, budget.Free);
        Assert.Equal(0, gate.Counts.OverflowIdle);
    }

    /// <summary>Whatever happens in whatever order, borrowed places and free ones add up to the budget.</summary>
    [Fact]
    public void Budget_RandomOperationsOnTwoPools_NeverLosesOrInventsAPlace()
    {
        const int Places = 3;
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 3]).List[1, 200].Sample(operations =>
        {
            var budget = new ServerBudget(Places);
            var pools = new[] { new Gate(1, 3, 10, budget, _time), new Gate(1, 3, 10, budget, _time) };
            var held = new[] { new List<int>(), new List<int>() };
            foreach (var (pool, operation) in operations)
            {
                Apply(pools[pool], held[pool], operation);
                var borrowed = pools.Sum(static p => p.Counts.OverflowInUse + p.Counts.OverflowIdle);
                Assert.Equal(Places, borrowed + budget.Free);
                Assert.Equal(held[pool].Count, pools[pool].Counts.InUse + pools[pool].Counts.OverflowInUse);
            }
        });
    }

    private static void Apply(Gate gate, List<int> held, int operation)
    {
        if (operation == 0 && gate.TryEnter(LeaseLane.Starting, out var place))
        {
            held.Add(place);
        }
        else if (operation is 1 or 2 && held.Count > 0)
        {
            gate.Leave(held[^1], connectionIsGone: operation == 2);
            held.RemoveAt(held.Count - 1);
        }
        else if (operation == 3)
        {
            gate.CloseIdleOverflow();
        }
    }

    /// <summary>A pool of one guaranteed place that also holds all the budget has.</summary>
    private (Gate Gate, ServerBudget Budget, IReadOnlyList<int> Borrowed) WithBorrowed(int count, Action? clear = null)
    {
        var budget = new ServerBudget(count);
        var gate = new Gate(1, count, 10, budget, _time, clear);
        gate.TryEnter(LeaseLane.Starting, out _);
        var borrowed = new List<int>();
        while (gate.TryEnter(LeaseLane.Starting, out var place))
        {
            borrowed.Add(place);
        }

        Assert.Equal(count, borrowed.Count);
        return (gate, budget, borrowed);
    }

    private (Gate Gate, ServerBudget Budget, Func<int> Closings) WithOneIdle()
    {
        var closings = 0;
        var (gate, budget, borrowed) = WithBorrowed(1, () => closings++);
        gate.Leave(borrowed[0], connectionIsGone: false);
        return (gate, budget, () => closings);
    }
}
