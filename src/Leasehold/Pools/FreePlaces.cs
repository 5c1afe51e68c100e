namespace Leasehold;

/// <summary>The free places of one kind, most recently used first.</summary>
/// <remarks>Not thread-safe: guarded by the gate's lock.</remarks>
internal sealed class FreePlaces
{
    private readonly int[] _places;

    public FreePlaces(int first, int count)
    {
        _places = new int[count];
        for (var i = 0; i < count; i++)
        {
            _places[i] = first + count - 1 - i;
        }

        Count = count;
    }

    public int Count { get; private set; }

    public int Total => _places.Length;

    public bool TryTake(out int place)
    {
        if (Count == 0)
        {
            place = -1;
            return false;
        }

        place = _places[--Count];
        return true;
    }

    public void Add(int place) => _places[Count++] = place;
}
