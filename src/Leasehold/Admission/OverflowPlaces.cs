using System.Runtime.CompilerServices;

namespace Leasehold.Admission;

/// <summary>One pool's overflow: which borrowed places are busy, and which stand for an idle open connection.</summary>
/// <remarks>
/// Not thread-safe but for <see cref="Stamp"/>: guarded by the gate's lock. A place is given back to the budget only
/// when its connection is really closed, so the idle ones are kept until the driver has closed them. Connections
/// leased before a clearing are closed by the driver on return; their generation tells.
/// </remarks>
internal sealed class OverflowPlaces(int first, int overflow, ServerBudget budget)
{
    private readonly FreePlaces _free = new(first, overflow);
    private readonly LivePlaces _live = new(first, overflow);

    // A box for each, kept when the array is replaced by a longer one: stamped without the lock.
    private StrongBox<int>[] _generations = NewBoxes([], overflow);
    private int _generation;
    private int _closing;
    private int _closedMeanwhile;
    private bool _isClearing;

    /// <summary>How many there are to be.</summary>
    public int Wanted => _live.Count - _live.Excess;

    public int Busy => _live.Count - _free.Count;

    public int Idle { get; private set; }

    /// <summary>Whether places that are taken are to go when they come back.</summary>
    public bool HasExcess => _live.Excess > 0;

    public bool HasRoom => _free.Count > 0;

    /// <summary>Whether some are idle, and not being closed.</summary>
    public bool CanClear => Idle > 0 && !_isClearing;

    public bool TryTake(out int place)
    {
        place = -1;
        if (_free.Count == 0)
        {
            return false;
        }

        if (Idle > 0)
        {
            Idle--;
        }
        else if (!budget.TryBorrow())
        {
            return false;
        }

        _free.TryTake(out place);
        Stamp(place);
        return true;
    }

    /// <summary>
    /// The holder of a place may get, or has got, a connection of the present generation.
    /// </summary>
    /// <remarks>
    /// Called when the place is granted and once more by its holder when the connection is open: opened after a
    /// clearing that began in between, it is one that the driver will keep. One that was opened before and is stamped
    /// after counts as idle although the driver closes it: the budget is then short of a place until the next
    /// clearing, and never exceeded.
    /// </remarks>
    public void Stamp(int place)
        => Volatile.Read(ref _generations)[place - first].Value = Volatile.Read(ref _generation);

    /// <summary>Wants so many places.</summary>
    public void Resize(int count)
    {
        var more = count - Wanted;
        if (more > 0)
        {
            var added = _live.Grow(more);
            Volatile.Write(ref _generations, NewBoxes(_generations, count));
            added.ForEach(_free.Add);
        }

        for (; more < 0; more++)
        {
            _live.Shrink();
        }

        RetireExcess();
    }

    /// <summary>
    /// Takes a place back; returns how many to give back to the budget, once the gate's lock is let go.
    /// </summary>
    public int Return(int place, bool connectionIsGone)
    {
        _free.Add(place);
        RetireExcess();
        if (!connectionIsGone && _generations[place - first].Value == _generation)
        {
            Idle++;
            return 0;
        }

        if (!connectionIsGone && _isClearing)
        {
            // The driver may have put it among its idle ones just before it clears them: wait for the end of that.
            _closedMeanwhile++;
            return 0;
        }

        return 1;
    }

    public bool BeginClearing()
    {
        if (!CanClear)
        {
            return false;
        }

        _isClearing = true;
        _generation++;
        _closing = Idle;
        Idle = 0;
        return true;
    }

    public int EndClearing()
    {
        var closed = _closing + _closedMeanwhile;
        _closing = 0;
        _closedMeanwhile = 0;
        _isClearing = false;
        return closed;
    }

    private static StrongBox<int>[] NewBoxes(StrongBox<int>[] old, int count)
        => [.. old, .. Enumerable.Range(0, Math.Max(0, count - old.Length)).Select(static _ => new StrongBox<int>())];

    private void RetireExcess()
    {
        while (_live.Excess > 0 && _free.TryTake(out var place))
        {
            _live.Retire(place);
        }
    }
}
