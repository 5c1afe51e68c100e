namespace Leasehold.Admission;

/// <summary>A first-in-first-out list from which a waiter in the middle leaves in constant time.</summary>
/// <remarks>Not thread-safe: guarded by the gate's lock.</remarks>
internal sealed class WaiterQueue
{
    private GateWaiter? _first;
    private GateWaiter? _last;

    public int Count { get; private set; }

    public void Add(GateWaiter waiter)
    {
        waiter.IsQueued = true;
        waiter.Previous = _last;
        if (_last is null)
        {
            _first = waiter;
        }
        else
        {
            _last.Next = waiter;
        }

        _last = waiter;
        Count++;
    }

    public void CopyTo(List<GateWaiter> all)
    {
        for (var waiter = _first; waiter is not null; waiter = waiter.Next)
        {
            all.Add(waiter);
        }
    }

    public GateWaiter? TakeFirst()
    {
        var waiter = _first;
        if (waiter is not null)
        {
            Remove(waiter);
        }

        return waiter;
    }

    public void Remove(GateWaiter waiter)
    {
        if (waiter.Previous is null)
        {
            _first = waiter.Next;
        }
        else
        {
            waiter.Previous.Next = waiter.Next;
        }

        if (waiter.Next is null)
        {
            _last = waiter.Previous;
        }
        else
        {
            waiter.Next.Previous = waiter.Previous;
        }

        waiter.Previous = null;
        waiter.Next = null;
        waiter.IsQueued = false;
        Count--;
    }
}
