namespace Leasehold.Admission;

/// <summary>How many places of one kind there are, and which numbers are theirs, as that changes at run time.</summary>
/// <remarks>
/// Not thread-safe: guarded by the gate's lock. A place that is taken cannot go before it comes back, so while there
/// are too many, each that comes back goes. Numbers are used again: there are never more than places at once.
/// </remarks>
internal sealed class LivePlaces(int first, int count)
{
    private readonly Stack<int> _gone = new();
    private int _made = count;

    /// <summary>With those that are still to go.</summary>
    public int Count { get; private set; } = count;

    /// <summary>How many of those that are taken go when they come back.</summary>
    public int Excess { get; private set; }

    /// <summary>Wants so many more; returns the numbers of new places, which are free.</summary>
    public List<int> Grow(int places)
    {
        // Those that had to go stay first.
        var kept = Math.Min(places, Excess);
        Excess -= kept;
        var added = new List<int>();
        for (var i = kept; i < places; i++)
        {
            added.Add(_gone.TryPop(out var number) ? number : first + _made++);
        }

        Count += added.Count;
        return added;
    }

    /// <summary>One more is to go, as soon as one comes back.</summary>
    public void Shrink() => Excess++;

    /// <summary>A free place goes, of those that are to go.</summary>
    public void Retire(int place)
    {
        _gone.Push(place);
        Excess--;
        Count--;
    }
}
