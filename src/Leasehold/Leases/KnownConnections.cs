namespace Leasehold.Leases;

/// <summary>The physical connections that a pool has seen, by the driver's numbers.</summary>
/// <remarks>
/// Thread-safe. Drivers do not tell when they close one, so numbers that were not seen for long are forgotten: those
/// that were not among the last few times as many as there are places.
/// </remarks>
internal sealed class KnownConnections(int places)
{
    private readonly int _limit = 4 * places;

    // Guards the two below.
    private readonly Lock _lock = new();
    private HashSet<int> _recent = [];
    private HashSet<int> _older = [];

    /// <summary>Notes one; false when it was known.</summary>
    public bool TryAdd(int id)
    {
        lock (_lock)
        {
            if (!_recent.Add(id))
            {
                return false;
            }

            var isNew = !_older.Contains(id);
            if (_recent.Count >= _limit)
            {
                (_older, _recent) = (_recent, []);
            }

            return isNew;
        }
    }
}
