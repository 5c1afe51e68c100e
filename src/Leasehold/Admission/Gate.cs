namespace Leasehold.Admission;

/// <summary>Admission to a pool: as many places as connections, a line for each lane, first in first out.</summary>
/// <remarks>
/// Thread-safe. While no one waits, a guaranteed place is taken and returned without a lock. Everything else happens
/// under one, which is never held across I/O, a callback or a wait: it begins by closing the guaranteed places to
/// those without it (<see cref="GuaranteedPlaces.Close"/>) and ends by opening them again unless someone waits.
/// </remarks>
internal sealed partial class Gate
{
    /// <summary>The number of the first overflow place; those of guaranteed ones are always lower.</summary>
    public const int FirstOverflow = 10_000;

    // Guards every field below, the closed guaranteed places and the links of queued waiters.
    private readonly UninterruptedLock _lock = new();
    private readonly GuaranteedPlaces _guaranteed;
    private readonly OverflowPlaces _overflow;
    private readonly WaitingLines _lines = new();
    private readonly ServerBudget _budget;
    private readonly TimeProvider _time;
    private readonly Action _clearOverflow;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _maxWaiters;
    private long _lastOverflowUse;
    private int _lookedAfter;
    private int _retired;
    private int _peak;
    private bool _isShutDown;

    /// <summary>A gate with all its places free.</summary>
    /// <param name="size">Guaranteed places.</param>
    /// <param name="overflow">Places to borrow at the most.</param>
    /// <param name="maxWaiters">How long the line of those who start may be.</param>
    /// <param name="budget">Whom to borrow from.</param>
    /// <param name="time">Time.</param>
    /// <param name="clearOverflow">Really closes the driver's idle overflow connections.</param>
    public Gate(
        int size, int overflow, int maxWaiters, ServerBudget budget, TimeProvider time, Action? clearOverflow = null)
    {
        _maxWaiters = maxWaiters;
        _budget = budget;
        _time = time;
        _clearOverflow = clearOverflow ?? (static () => { });
        _guaranteed = new GuaranteedPlaces(size);
        _overflow = new OverflowPlaces(FirstOverflow, overflow, budget);
        budget.Add(this);
    }

    /// <summary>Since when it has idle overflow connections that nobody is closing; null when it has none.</summary>
    public long? IdleOverflowSince
    {
        get
        {
            using (_lock.EnterScope())
            {
                return _overflow.CanClear ? _lastOverflowUse : null;
            }
        }
    }

    /// <summary>Whether someone waits who could be let in if the budget had a place.</summary>
    public bool IsStarved
    {
        get
        {
            using (_lock.EnterScope())
            {
                return _overflow.HasRoom && !_lines.AreEmpty;
            }
        }
    }

    public GateCounts Counts
    {
        get
        {
            using (_lock.EnterScope())
            {
                return new GateCounts(
                    InUseOfSize, _overflow.Busy, _overflow.Idle, _lines.Starting, _lines.Finishing)
                {
                    Peak = Volatile.Read(ref _peak),
                };
            }
        }
    }

    /// <summary>Who is in line, the next one first; a copy.</summary>
    public List<GateWaiter> Waiters
    {
        get
        {
            using (_lock.EnterScope())
            {
                return _lines.ToList();
            }
        }
    }

    /// <summary>Ends when the gate is shut down and nobody holds a place any more.</summary>
    public Task Emptied => _emptied.Task;

    private bool IsEmptied => _isShutDown && InUse == 0;

    private int InUseOfSize => _guaranteed.Live.Count - _guaranteed.Count - _lookedAfter;

    private int InUse => InUseOfSize + _overflow.Busy;

    /// <summary>Enters when there is no need to wait.</summary>
    public bool TryEnter(LeaseLane lane, out int place)
    {
        if (_guaranteed.TryTakeOpen(out place, out var left))
        {
            NotePeak(_guaranteed.Live.Count - left - _lookedAfter + _overflow.Busy);
            return true;
        }

        using (_lock.EnterScope())
        {
            _guaranteed.Close();
            var hasEntered = TryTake(lane, out place);
            OpenUnlessSomeoneWaits();
            return hasEntered;
        }
    }

    /// <summary>Enters, or waits in line for a caller that awaits.</summary>
    /// <param name="lane">The line to wait in.</param>
    /// <param name="timeout">How long at the most.</param>
    /// <param name="tag">What the caller goes by among the waiters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<GateAnswer> EnterAsync(
        LeaseLane lane, TimeSpan timeout, object? tag, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<GateAnswer>(cancellationToken);
        }

        var answer = EnterOrQueue(lane, timeout, tag, blocking: false, out var waiter);
        return waiter is null ? new(answer) : AwaitTurnAsync(waiter, timeout, cancellationToken);
    }

    /// <summary>The same for a caller that blocks: it waits on a signal, in the same line.</summary>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted; no place is kept.</exception>
    public GateAnswer Enter(LeaseLane lane, TimeSpan timeout, object? tag)
    {
        var answer = EnterOrQueue(lane, timeout, tag, blocking: true, out var waiter);
        if (waiter is null)
        {
            return answer;
        }

        using (waiter)
        {
            return waiter.Wait(timeout);
        }
    }

    /// <summary>The holder of the place has its connection open.</summary>
    public void Opened(int place)
    {
        if (place >= FirstOverflow)
        {
            _overflow.Stamp(place);
        }
    }

    /// <summary>Gives a place back: to the next in line, or among the free ones.</summary>
    /// <param name="place">The place.</param>
    /// <param name="connectionIsGone">No physical connection stands behind it (never opened, or broken).</param>
    public void Leave(int place, bool connectionIsGone)
    {
        if (_guaranteed.TryReturnOpen(place))
        {
            return;
        }

        GateWaiter? next;
        var freed = 0;
        var isIdleOverflow = false;
        bool mustGo, isEmptied;
        using (_lock.EnterScope())
        {
            _guaranteed.Close();
            mustGo = MustGo(place);
            next = mustGo ? null : _lines.TakeFirst();
            if (place < FirstOverflow)
            {
                if (next is null)
                {
                    AddGuaranteed(place);
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

            isEmptied = IsEmptied;
            OpenUnlessSomeoneWaits();
        }

        if (isEmptied)
        {
            _emptied.TrySetResult();
        }

        next?.Complete(GateAnswer.To(place));
        if (freed > 0)
        {
            _budget.GiveBack(freed);
        }
        else if (isIdleOverflow)
        {
            LeaveIdle(mustGo);
        }
    }

    public void Withdraw(GateWaiter waiter, Refusal refusal)
    {
        using (_lock.EnterScope())
        {
            if (!waiter.IsQueued)
            {
                // Its place came first: it keeps it, and gives it back if it no longer wants it.
                return;
            }

            _lines.Remove(waiter);
            OpenUnlessSomeoneWaits();
        }

        waiter.Complete(GateAnswer.Refused(refusal));
    }

    public void ShutDown()
    {
        var waiting = new List<GateWaiter>();
        bool isEmptied;
        using (_lock.EnterScope())
        {
            _isShutDown = true;
            _guaranteed.Close();
            isEmptied = IsEmptied;
            while (_lines.TakeFirst() is { } waiter)
            {
                waiting.Add(waiter);
            }
        }

        foreach (var waiter in waiting)
        {
            waiter.Complete(GateAnswer.Refused(Refusal.ShutDown));
        }

        if (isEmptied)
        {
            _emptied.TrySetResult();
        }
    }

    private GateAnswer EnterOrQueue(
        LeaseLane lane, TimeSpan timeout, object? tag, bool blocking, out GateWaiter? waiter)
    {
        using (_lock.EnterScope())
        {
            _guaranteed.Close();
            var answer = TakeOrQueue(lane, timeout, tag, blocking, out waiter);
            OpenUnlessSomeoneWaits();
            if (waiter is null || !_overflow.HasRoom)
            {
                return answer;
            }
        }

        // Queued first, asked after: a place given back in between finds the waiter in line.
        _budget.AskForPlaces(this);
        AdmitToOverflow();
        return default;
    }

    private GateAnswer TakeOrQueue(
        LeaseLane lane, TimeSpan timeout, object? tag, bool blocking, out GateWaiter? waiter)
    {
        waiter = null;
        if (_isShutDown)
        {
            return GateAnswer.Refused(Refusal.ShutDown);
        }

        if (TryTake(lane, out var place))
        {
            return GateAnswer.To(place);
        }

        // A place that is being looked after is as good as free, and comes back in a moment.
        if (lane == LeaseLane.Starting && _lines.Starting >= _maxWaiters + _lookedAfter)
        {
            return GateAnswer.Refused(Refusal.TooManyWaiters);
        }

        if (timeout <= TimeSpan.Zero)
        {
            return GateAnswer.Refused(Refusal.TimedOut);
        }

        waiter = new GateWaiter(this, lane, blocking, tag, _time.GetTimestamp());
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

        NotePeak(InUse);
        return true;
    }

    private void NotePeak(int inUse)
    {
        var peak = Volatile.Read(ref _peak);
        while (inUse > peak)
        {
            var seen = Interlocked.CompareExchange(ref _peak, inUse, peak);
            if (seen == peak)
            {
                return;
            }

            peak = seen;
        }
    }

    private bool MustGo(int place)
        => place < FirstOverflow ? _guaranteed.Live.Excess > 0 : _overflow.HasExcess;

    private void AddGuaranteed(int place)
    {
        var live = _guaranteed.Live.Count;
        _guaranteed.Add(place);
        _guaranteed.RetireExcess();
        _retired += live - _guaranteed.Live.Count;
    }

    private void OpenUnlessSomeoneWaits()
    {
        // While there are too many, each that comes back is looked at.
        if (!_isShutDown && _lines.AreEmpty && _guaranteed.Live.Excess == 0)
        {
            _guaranteed.Open();
        }
    }

    private async ValueTask<GateAnswer> AwaitTurnAsync(
        GateWaiter waiter, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using (waiter)
        {
            try
            {
                waiter.Arm(timeout, _time, cancellationToken);
            }
            catch
            {
                waiter.Abandon();
                throw;
            }

            var answer = await waiter.Task.ConfigureAwait(false);
            if (answer.Refusal == Refusal.Cancelled)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            return answer;
        }
    }
}
