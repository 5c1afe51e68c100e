namespace Leasehold;

/// <summary>Admission to a pool: as many places as connections, a line for each lane, first in first out.</summary>
/// <remarks>
/// Thread-safe. While no one waits, a guaranteed place is taken and returned without a lock. Everything else happens
/// under one, which is never held across I/O, a callback or a wait: it begins by closing the guaranteed places to
/// those without it (<see cref="GuaranteedPlaces.Close"/>) and ends by opening them again unless someone waits.
/// </remarks>
internal sealed class Gate
{
    // Guards every field below, the closed guaranteed places and the links of queued waiters.
    private readonly Lock _lock = new();
    private readonly GuaranteedPlaces _guaranteed;
    private readonly OverflowPlaces _overflow;
    private readonly WaitingLines _lines = new();
    private readonly ServerBudget _budget;
    private readonly TimeProvider _time;
    private readonly int _size;
    private readonly int _maxWaiters;
    private long _lastOverflowUse;
    private PeakCount _peak;
    private bool _isShutDown;

    public Gate(int size, int overflow, int maxWaiters, ServerBudget budget, TimeProvider time)
    {
        _size = size;
        _maxWaiters = maxWaiters;
        _budget = budget;
        _time = time;
        _guaranteed = new GuaranteedPlaces(size);
        _overflow = new OverflowPlaces(size, overflow, budget);
        budget.Add(this);
    }

    /// <summary>Really closes the driver's idle overflow connections; set once, before the first lease.</summary>
    public Action ClearOverflow { private get; set; } = static () => { };

    public bool HasIdleOverflow
    {
        get
        {
            lock (_lock)
            {
                return _overflow.Idle > 0;
            }
        }
    }

    /// <summary>Whether someone waits who could be let in if the budget had a place.</summary>
    public bool IsStarved
    {
        get
        {
            lock (_lock)
            {
                return _overflow.HasRoom && !_lines.AreEmpty;
            }
        }
    }

    /// <summary>Whether a newcomer would have to wait, borrowing aside.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _guaranteed.Count == 0 && _overflow.Idle == 0 && (!_overflow.HasRoom || _budget.Free == 0);
            }
        }
    }

    public GateCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return new GateCounts(
                    _size - _guaranteed.Count, _overflow.Busy, _overflow.Idle, _lines.Starting, _lines.Finishing)
                {
                    Peak = _peak.Value,
                };
            }
        }
    }

    /// <summary>Who is in line, the next one first; a copy.</summary>
    public List<GateWaiter> Waiters
    {
        get
        {
            lock (_lock)
            {
                return _lines.ToList();
            }
        }
    }

    private int InUse => _size - _guaranteed.Count + _overflow.Busy;

    /// <summary>Enters when there is no need to wait.</summary>
    public bool TryEnter(LeaseLane lane, out int place)
    {
        if (_guaranteed.TryTakeOpen(out place, out var left))
        {
            _peak.Note(_size - left + _overflow.Busy);
            return true;
        }

        lock (_lock)
        {
            _guaranteed.Close();
            var hasEntered = TryTake(lane, out place);
            OpenUnlessSomeoneWaits();
            return hasEntered;
        }
    }

    public ValueTask<Admission> EnterAsync(LeaseLane lane, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Admission>(cancellationToken);
        }

        var admission = EnterOrQueue(lane, timeout, blocking: false, out var waiter);
        return waiter is null ? new(admission) : AwaitTurnAsync(waiter, timeout, cancellationToken);
    }

    /// <summary>The same for a caller that blocks: it waits on a signal, in the same line.</summary>
    public Admission Enter(LeaseLane lane, TimeSpan timeout)
    {
        var admission = EnterOrQueue(lane, timeout, blocking: true, out var waiter);
        if (waiter is null)
        {
            return admission;
        }

        using (waiter)
        {
            waiter.Arm(timeout, _time, CancellationToken.None);
            return waiter.Wait();
        }
    }

    /// <summary>The holder of the place has its connection open.</summary>
    public void Opened(int place)
    {
        if (place >= _size)
        {
            _overflow.Stamp(place);
        }
    }

    /// <summary>Gives a place back: to the next in line, or among the free ones.</summary>
    /// <param name="place">The place.</param>
    /// <param name="connectionIsGone">No physical connection stands behind it (never opened, or broken).</param>
    public void Leave(int place, bool connectionIsGone)
    {
        if (place < _size && _guaranteed.TryReturnOpen(place))
        {
            return;
        }

        GateWaiter? next;
        var freed = 0;
        var isIdleOverflow = false;
        lock (_lock)
        {
            _guaranteed.Close();
            next = _lines.TakeFirst();
            if (place < _size)
            {
                if (next is null)
                {
                    _guaranteed.Add(place);
                }
            }
            else
            {
                _lastOverflowUse = _time.GetTimestamp();
                if (next is null)
                {
                    freed = _overflow.Return(place, connectionIsGone);
                    isIdleOverflow = freed == 0;
                }
                else
                {
                    _overflow.Stamp(place);
                }
            }

            OpenUnlessSomeoneWaits();
        }

        next?.Complete(Admission.To(place));
        if (freed > 0)
        {
            _budget.GiveBack(freed);
        }
        else if (isIdleOverflow)
        {
            _budget.Offer(this);
        }
    }

    public void Withdraw(GateWaiter waiter, Refusal refusal)
    {
        lock (_lock)
        {
            if (!waiter.IsQueued)
            {
                // Its place came first: it keeps it, and gives it back if it no longer wants it.
                return;
            }

            _lines.Remove(waiter);
            OpenUnlessSomeoneWaits();
        }

        waiter.Complete(Admission.Refused(refusal));
    }

    /// <summary>Lets waiters in while overflow places are to be had; called when another pool gave some back.</summary>
    public void AdmitToOverflow()
    {
        while (true)
        {
            GateWaiter next;
            int place;
            lock (_lock)
            {
                if (_lines.AreEmpty || !_overflow.TryTake(out place))
                {
                    return;
                }

                next = _lines.TakeFirst()!;
                _peak.Note(InUse);
                OpenUnlessSomeoneWaits();
            }

            next.Complete(Admission.To(place));
        }
    }

    /// <summary>Closes overflow connections that no one has needed for this long.</summary>
    public void CloseOverflowIdleFor(TimeSpan idle)
    {
        bool due;
        lock (_lock)
        {
            due = _overflow.Idle > 0 && _time.GetElapsedTime(_lastOverflowUse) >= idle;
        }

        if (due)
        {
            CloseIdleOverflow();
        }
    }

    public void CloseIdleOverflow()
    {
        lock (_lock)
        {
            if (!_overflow.BeginClearing())
            {
                return;
            }
        }

        try
        {
            ClearOverflow();
        }
        finally
        {
            int closed;
            lock (_lock)
            {
                closed = _overflow.EndClearing();
            }

            _budget.GiveBack(closed);
        }
    }

    public void ShutDown()
    {
        var waiting = new List<GateWaiter>();
        lock (_lock)
        {
            _isShutDown = true;
            _guaranteed.Close();
            while (_lines.TakeFirst() is { } waiter)
            {
                waiting.Add(waiter);
            }
        }

        foreach (var waiter in waiting)
        {
            waiter.Complete(Admission.Refused(Refusal.ShutDown));
        }
    }

    private Admission EnterOrQueue(LeaseLane lane, TimeSpan timeout, bool blocking, out GateWaiter? waiter)
    {
        lock (_lock)
        {
            _guaranteed.Close();
            var admission = TakeOrQueue(lane, timeout, blocking, out waiter);
            OpenUnlessSomeoneWaits();
            if (waiter is null || !_overflow.HasRoom)
            {
                return admission;
            }
        }

        // Queued first, asked after: a place given back in between finds the waiter in line.
        _budget.AskForPlaces(this);
        AdmitToOverflow();
        return default;
    }

    private Admission TakeOrQueue(LeaseLane lane, TimeSpan timeout, bool blocking, out GateWaiter? waiter)
    {
        waiter = null;
        if (_isShutDown)
        {
            return Admission.Refused(Refusal.ShutDown);
        }

        if (TryTake(lane, out var place))
        {
            return Admission.To(place);
        }

        if (lane == LeaseLane.Starting && _lines.Starting >= _maxWaiters)
        {
            return Admission.Refused(Refusal.TooManyWaiters);
        }

        if (timeout <= TimeSpan.Zero)
        {
            return Admission.Refused(Refusal.TimedOut);
        }

        waiter = new GateWaiter(this, lane, blocking, Flow.Current, _time.GetTimestamp());
        _lines.Add(waiter);
        return default;
    }

    // Under the lock. No one overtakes: a free place goes to a newcomer only when none of its lane, or of one before
    // it, waits.
    private bool TryTake(LeaseLane lane, out int place)
    {
        place = -1;
        if (_isShutDown || !_lines.MayPass(lane))
        {
            return false;
        }

        if (!_guaranteed.TryTake(out place) && !_overflow.TryTake(out place))
        {
            return false;
        }

        _peak.Note(InUse);
        return true;
    }

    private void OpenUnlessSomeoneWaits()
    {
        if (!_isShutDown && _lines.AreEmpty)
        {
            _guaranteed.Open();
        }
    }

    private async ValueTask<Admission> AwaitTurnAsync(
        GateWaiter waiter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using (waiter)
        {
            waiter.Arm(timeout, _time, cancellationToken);
            var admission = await waiter.Task.ConfigureAwait(false);
            if (admission.Refusal == Refusal.Cancelled)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            return admission;
        }
    }
}
