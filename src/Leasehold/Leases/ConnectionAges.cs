using System.Collections.Concurrent;
using System.Numerics;

namespace Leasehold.Leases;

/// <summary>Which physical connections a data source has, as far as is known, and when each is too old.</summary>
/// <remarks>
/// Thread-safe. A connection is known from its first lease on. That it has ended is not always told: what is written
/// here may be gone already, and whoever looks for it in vain says so (<see cref="Keep"/>).
/// </remarks>
internal sealed class ConnectionAges(TimeSpan recycle, int places)
{
    private readonly ConcurrentDictionary<int, long> _endsAtMs = new();

    // Every lease looks here first: one word for each, and of two that fall on the same one the later stays.
    private readonly int[] _recent = new int[BitOperations.RoundUpToPowerOf2((uint)(8 * places))];

    private long _firstEndsAtMs = long.MaxValue;

    public int Count => _endsAtMs.Count;

    /// <summary>Whether one of them is too old.</summary>
    public bool AnyIsOver(long nowMs)
    {
        var first = long.MaxValue;
        foreach (var (_, endsAtMs) in _endsAtMs)
        {
            first = Math.Min(first, endsAtMs);
        }

        Volatile.Write(ref _firstEndsAtMs, first);
        return first <= nowMs;
    }

    /// <summary>The same by what the last look found: for those who cannot look at all of them.</summary>
    public bool MayBeOver(long nowMs) => Volatile.Read(ref _firstEndsAtMs) <= nowMs;

    /// <summary>It is open; its age is drawn when it is new.</summary>
    /// <param name="id">The driver's name of it; not 0.</param>
    /// <param name="nowMs">The time.</param>
    public void Note(int id, long nowMs)
    {
        ref var recent = ref _recent[id & (_recent.Length - 1)];
        if (Volatile.Read(ref recent) != id)
        {
            // Below what the driver is told, so that each ends at an age of its own and none at the same as another.
            if (!_endsAtMs.ContainsKey(id))
            {
                var endsAtMs = recycle == TimeSpan.Zero
                    ? long.MaxValue
                    : nowMs + (long)(recycle.TotalMilliseconds * (0.9 + (0.1 * Random.Shared.NextDouble())));
                _endsAtMs.TryAdd(id, endsAtMs);
                Volatile.Write(ref _firstEndsAtMs, Math.Min(Volatile.Read(ref _firstEndsAtMs), endsAtMs));
            }

            Volatile.Write(ref recent, id);
        }
    }

    public bool IsOver(int id, long nowMs) => _endsAtMs.TryGetValue(id, out var endsAtMs) && endsAtMs <= nowMs;

    /// <summary>These are all there are.</summary>
    public void Keep(HashSet<int> ids)
    {
        foreach (var (id, _) in _endsAtMs)
        {
            if (!ids.Contains(id))
            {
                Remove(id);
            }
        }
    }

    public void Remove(int id)
    {
        _endsAtMs.TryRemove(id, out _);
        Interlocked.CompareExchange(ref _recent[id & (_recent.Length - 1)], 0, id);
    }

    /// <summary>All are closed, or will be when they come back.</summary>
    public void Clear()
    {
        _endsAtMs.Clear();
        Array.Clear(_recent);
    }
}
