namespace Leasehold.Admission;

/// <summary>The free places of one kind, most recently used first.</summary>
/// <remarks>Not thread-safe: guarded by the gate's lock.</remarks>
internal sealed class FreePlaces
{
    private readonly Stack<int> _places;

    public FreePlaces(int first, int count)
    {
        _places = new Stack<int>(count);
        for (var place = first + count - 1; place >= first; place--)
        {
            _places.Push(place);
        }
    }

    public int Count => _places.Count;

    public bool TryTake(out int place)
    {
        if (_places.TryPop(out place))
        {
            return true;
        }

        place = -1;
        return false;
    }

    public void Add(int place) => _places.Push(place);
}
