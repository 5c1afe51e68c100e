namespace Leasehold.Admission;

/// <summary>The two lines before a gate: whoever finishes accepted work goes before whoever starts new work.</summary>
/// <remarks>Not thread-safe: guarded by the gate's lock.</remarks>
internal sealed class WaitingLines
{
    private readonly WaiterQueue _starting = new();
    private readonly WaiterQueue _finishing = new();

    public int Starting => _starting.Count;

    public int Finishing => _finishing.Count;

    public bool AreEmpty => _starting.Count + _finishing.Count == 0;

    /// <summary>Whether a newcomer of this lane would overtake no one.</summary>
    public bool MayPass(LeaseLane lane)
        => _finishing.Count == 0 && (lane == LeaseLane.Finishing || _starting.Count == 0);

    public void Add(GateWaiter waiter) => LineOf(waiter).Add(waiter);

    public void Remove(GateWaiter waiter) => LineOf(waiter).Remove(waiter);

    public GateWaiter? TakeFirst() => _finishing.TakeFirst() ?? _starting.TakeFirst();

    public List<GateWaiter> ToList()
    {
        var all = new List<GateWaiter>(Starting + Finishing);
        _finishing.CopyTo(all);
        _starting.CopyTo(all);
        return all;
    }

    private WaiterQueue LineOf(GateWaiter waiter) => waiter.Lane == LeaseLane.Finishing ? _finishing : _starting;
}
