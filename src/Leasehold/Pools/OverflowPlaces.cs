namespace Leasehold;

/// <summary>One pool's overflow: which borrowed places are busy, and which stand for an idle open connection.</summary>
/// <remarks>
/// Not thread-safe but for <see cref="Stamp"/>: guarded by the gate's lock. A place is given back to the budget only
/// when its connection is really closed, so the idle ones are kept until the driver has closed them. Connections
/// leased before a clearing are closed by the driver on return; their generation tells.
/// </remarks>
internal sealed class OverflowPlaces(int size, int overflow, ServerBudget budget)
{
    private readonly FreePlaces _free = new(size, overflow);
    private readonly int[] _generations = new int[overflow];
    private int _generation;
    private int _closing;
    private int _closedMeanwhile;
    private bool _isClearing;

    public int Busy => _free.Total - _free.Count;

    public int Idle { get; private set; }

    public bool HasRoom => _free.Count > 0;

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
    public void Stamp(int place) => _generations[place - size] = Volatile.Read(ref _generation);

    /// <summary>
    /// Takes a place back; returns how many to give back to the budget, once the gate's lock is let go.
    /// </summary>
    public int Return(int place, bool connectionIsGone)
    {
        _free.Add(place);
        if (!connectionIsGone && _generations[place - size] == _generation)
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
        if (Idle == 0 || _isClearing)
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
}
