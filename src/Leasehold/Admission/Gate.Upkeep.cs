namespace Leasehold.Admission;

/// <content>What happens at a gate in nobody's name: idle connections, and places that other pools give back.</content>
internal sealed partial class Gate
{
    /// <summary>
    /// Takes a free guaranteed place to look after its connection: in nobody's name, so it does not count as in use.
    /// </summary>
    public bool TryTakeIdle(out int place)
    {
        using (_lock.EnterScope())
        {
            _guaranteed.Close();
            place = -1;
            var isTaken = !_isShutDown && _lines.AreEmpty && _guaranteed.TryTake(out place);
            _lookedAfter += isTaken ? 1 : 0;
            OpenUnlessSomeoneWaits();
            return isTaken;
        }
    }

    /// <summary>Gives it back.</summary>
    public void PutBack(int place)
    {
        GateWaiter? next;
        using (_lock.EnterScope())
        {
            _guaranteed.Close();
            _lookedAfter--;
            next = MustGo(place) ? null : _lines.TakeFirst();
            if (next is null)
            {
                AddGuaranteed(place);
            }

            OpenUnlessSomeoneWaits();
        }

        next?.Complete(GateAnswer.To(place));
    }

    /// <summary>
    /// Changes how many places there are: more are there at once, and let waiters in; of those that are too many the
    /// free ones go at once, the others as they come back.
    /// </summary>
    public void Resize(int size, int overflow, int maxWaiters)
    {
        var admitted = new List<(GateWaiter Waiter, int Place)>();
        bool isLess;
        using (_lock.EnterScope())
        {
            _guaranteed.Close();
            isLess = overflow < _overflow.Wanted;
            _maxWaiters = maxWaiters;
            var live = _guaranteed.Live.Count;
            _guaranteed.Resize(size);
            _retired += Math.Max(0, live - _guaranteed.Live.Count);
            _overflow.Resize(overflow);
            while (!_lines.AreEmpty && (_guaranteed.TryTake(out var place) || _overflow.TryTake(out place)))
            {
                admitted.Add((_lines.TakeFirst()!, place));
            }

            NotePeak(InUse);
            OpenUnlessSomeoneWaits();
        }

        foreach (var (waiter, place) in admitted)
        {
            waiter.Complete(GateAnswer.To(place));
        }

        if (isLess)
        {
            CloseIdleOverflow();
        }
    }

    /// <summary>Whether guaranteed places have gone since this was last asked, but not their connections.</summary>
    public bool TakeRetired()
    {
        using (_lock.EnterScope())
        {
            var hasRetired = _retired > 0;
            _retired = 0;
            return hasRetired;
        }
    }

    /// <summary>Lets waiters in while overflow places are to be had; called when another pool gave some back.</summary>
    public void AdmitToOverflow()
    {
        while (true)
        {
            GateWaiter next;
            int place;
            using (_lock.EnterScope())
            {
                if (_lines.AreEmpty || !_overflow.TryTake(out place))
                {
                    return;
                }

                next = _lines.TakeFirst()!;
                NotePeak(InUse);
                OpenUnlessSomeoneWaits();
            }

            next.Complete(GateAnswer.To(place));
        }
    }

    /// <summary>Closes overflow connections that no one has needed for this long.</summary>
    public void CloseOverflowIdleFor(TimeSpan idle)
    {
        bool due;
        using (_lock.EnterScope())
        {
            due = _overflow.Idle > 0 && _time.GetElapsedTime(_lastOverflowUse) >= idle;
        }

        if (due)
        {
            CloseIdleOverflow();
        }
    }

    /// <summary>It will never borrow again.</summary>
    public void LeaveBudget() => _budget.Remove(this);

    // What has come back is too much since a change of the sizes, or another pool may want its place.
    private void LeaveIdle(bool mustGo)
    {
        if (mustGo)
        {
            CloseIdleOverflow();
        }
        else
        {
            _budget.Offer(this);
        }
    }

    public void CloseIdleOverflow()
    {
        using (_lock.EnterScope())
        {
            if (!_overflow.BeginClearing())
            {
                return;
            }
        }

        try
        {
            _clearOverflow();
        }
        finally
        {
            int closed;
            using (_lock.EnterScope())
            {
                closed = _overflow.EndClearing();
            }

            _budget.GiveBack(closed);
        }

        if (IdleOverflowSince is not null)
        {
            // It came back while the others were closed.
            _budget.Offer(this);
        }
    }
}
