namespace Leasehold.Admission;

/// <summary>What all pools of one server may open together beyond their guaranteed sizes.</summary>
/// <remarks>
/// Thread-safe. Never called back under a gate's lock: <see cref="GiveBack"/> and <see cref="AskForPlaces"/>
/// are called after it is let go, since they enter other gates.
/// </remarks>
internal sealed class ServerBudget(int overflowPlaces)
{
    // Guards changes of the gates; who looks at them takes what is there.
    private readonly Lock _lock = new();
    private volatile Gate[] _gates = [];
    private int _free = overflowPlaces;
    private int _turn;

    /// <summary>Places no pool has borrowed.</summary>
    public int Free => Volatile.Read(ref _free);

    public void Add(Gate gate)
    {
        lock (_lock)
        {
            _gates = [.. _gates, gate];
        }
    }

    public void Remove(Gate gate)
    {
        lock (_lock)
        {
            _gates = [.. _gates.Where(other => !ReferenceEquals(other, gate))];
        }
    }

    public bool TryBorrow()
    {
        var free = Volatile.Read(ref _free);
        while (free > 0)
        {
            var seen = Interlocked.CompareExchange(ref _free, free - 1, free);
            if (seen == free)
            {
                return true;
            }

            free = seen;
        }

        return false;
    }

    /// <summary>Returns places whose connections are really closed, and lets waiting pools have them.</summary>
    public void GiveBack(int places)
    {
        if (places == 0)
        {
            return;
        }

        Interlocked.Add(ref _free, places);
        var gates = _gates;

        // The first pool asked changes every time, so that none always goes last.
        var start = (int)((uint)Interlocked.Increment(ref _turn) % (uint)Math.Max(1, gates.Length));
        for (var i = 0; i < gates.Length && Free > 0; i++)
        {
            gates[(start + i) % gates.Length].AdmitToOverflow();
        }
    }

    /// <summary>
    /// Changes what may be borrowed. Less than is borrowed now leaves none free until enough has come back.
    /// </summary>
    public void Change(int places)
    {
        if (places > 0)
        {
            GiveBack(places);
        }
        else
        {
            Interlocked.Add(ref _free, places);
        }
    }

    /// <summary>
    /// A pool has an idle overflow connection it did not have before: closed at once if another waits for its place.
    /// </summary>
    public void Offer(Gate owner)
    {
        if (Free <= 0 && Array.Exists(_gates, gate => !ReferenceEquals(gate, owner) && gate.IsStarved))
        {
            CloseIdle(owner);
        }
    }

    /// <summary>
    /// For one that waits for a place: has the pool that used its overflow least recently close what it has idle, and
    /// the next one while that is not enough.
    /// </summary>
    public void AskForPlaces(Gate asking)
    {
        if (LeastRecentlyUsedBut(asking) is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static ask => ask.Budget.CloseIdleFor(ask.Asking), (Budget: this, Asking: asking), preferLocal: false);
        }
    }

    // Closing sockets is I/O: not on the thread of a caller that only waits or returns.
    private static void CloseIdle(Gate gate)
        => ThreadPool.UnsafeQueueUserWorkItem(static g => g.CloseIdleOverflow(), gate, preferLocal: false);

    private void CloseIdleFor(Gate asking)
    {
        while (asking.IsStarved && LeastRecentlyUsedBut(asking) is { } gate)
        {
            gate.CloseIdleOverflow();
        }
    }

    private Gate? LeastRecentlyUsedBut(Gate asking)
    {
        var (found, oldest) = ((Gate?)null, long.MaxValue);
        foreach (var gate in _gates)
        {
            if (!ReferenceEquals(gate, asking) && gate.IdleOverflowSince is { } since && since < oldest)
            {
                (found, oldest) = (gate, since);
            }
        }

        return found;
    }
}
