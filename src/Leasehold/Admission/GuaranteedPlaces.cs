using System.Numerics;

namespace Leasehold.Admission;

/// <summary>The free guaranteed places of a gate, most of them to be had without its lock.</summary>
/// <remarks>
/// One word holds a bit for each of the first 62 places, set while it is free, and one that says "closed": someone
/// waits, or the gate is shut down, or its lock is held by one who looks at the places. Open, a place is taken and
/// returned by one compare-and-swap. Closed, everyone goes through the lock, so that no one overtakes a waiter and no
/// return misses one: who queues closes first and looks at the places afterwards. Places beyond the first 62 are
/// always reached under the lock.
/// </remarks>
internal sealed class GuaranteedPlaces
{
    private const int InWord = 62;
    private const long Closed = long.MinValue;
    private readonly FreePlaces _others;
    private long _word;

    public GuaranteedPlaces(int count)
    {
        var inWord = Math.Min(count, InWord);
        _word = (1L << inWord) - 1;
        _others = new FreePlaces(inWord, count - inWord);
        Live = new LivePlaces(0, count);
    }

    /// <summary>How many there are; under the gate's lock.</summary>
    public LivePlaces Live { get; }

    public int Count => CountIn(Volatile.Read(ref _word));

    /// <summary>Takes a place while open; any thread.</summary>
    /// <param name="place">The place; -1 when there is none, or closed.</param>
    /// <param name="left">How many are free after it.</param>
    public bool TryTakeOpen(out int place, out int left)
    {
        var word = Volatile.Read(ref _word);
        while (word > 0)
        {
            var rest = word & (word - 1);
            var seen = Interlocked.CompareExchange(ref _word, rest, word);
            if (seen == word)
            {
                place = BitOperations.TrailingZeroCount(word);
                left = CountIn(rest);
                return true;
            }

            word = seen;
        }

        place = -1;
        left = 0;
        return false;
    }

    /// <summary>Returns a place while open; any thread. False when closed, or for a place beyond the word.</summary>
    public bool TryReturnOpen(int place)
    {
        if (place >= InWord)
        {
            return false;
        }

        var word = Volatile.Read(ref _word);
        while (word >= 0)
        {
            var seen = Interlocked.CompareExchange(ref _word, word | (1L << place), word);
            if (seen == word)
            {
                return true;
            }

            word = seen;
        }

        return false;
    }

    /// <summary>From here on the places are the caller's alone, who holds the gate's lock.</summary>
    public void Close() => Interlocked.Or(ref _word, Closed);

    /// <summary>Under the gate's lock: no one waits any more.</summary>
    public void Open() => Interlocked.And(ref _word, ~Closed);

    /// <summary>Under the gate's lock and closed.</summary>
    public bool TryTake(out int place)
    {
        var free = _word & ~Closed;
        if (free == 0)
        {
            return _others.TryTake(out place);
        }

        place = BitOperations.TrailingZeroCount(free);
        _word &= ~(1L << place);
        return true;
    }

    /// <summary>Under the gate's lock and closed.</summary>
    public void Add(int place)
    {
        if (place >= InWord)
        {
            _others.Add(place);
        }
        else
        {
            _word |= 1L << place;
        }
    }

    /// <summary>Wants so many; under the gate's lock and closed.</summary>
    public void Resize(int count)
    {
        var more = count - (Live.Count - Live.Excess);
        if (more > 0)
        {
            Live.Grow(more).ForEach(Add);
        }

        for (; more < 0; more++)
        {
            Live.Shrink();
        }

        RetireExcess();
    }

    /// <summary>Those that are to go and are free go; under the gate's lock and closed.</summary>
    public void RetireExcess()
    {
        while (Live.Excess > 0 && TryTake(out var place))
        {
            Live.Retire(place);
        }
    }

    private int CountIn(long word) => BitOperations.PopCount((ulong)(word & ~Closed)) + _others.Count;
}
