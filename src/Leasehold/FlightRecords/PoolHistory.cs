namespace Leasehold;

/// <summary>The last minute of one database's pools, at one-second steps.</summary>
/// <remarks>Thread-safe. Bounded: 60 moments of each pool.</remarks>
public sealed class PoolHistory
{
    private const int Moments = 60;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <summary>A timer that comes a little early must not skip a step.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    // Guards the fields below.
    private readonly Lock _lock = new();
    private readonly Dictionary<Workload, Queue<PoolMoment>> _moments = [];
    private readonly TimeProvider _time;
    private long _last = long.MinValue;

    internal PoolHistory(TimeProvider time) => _time = time;

    /// <summary>The moments of a workload's pool, oldest first; fewer than 60 in the first minute.</summary>
    /// <param name="workload">The workload.</param>
    public IReadOnlyList<PoolMoment> Read(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        lock (_lock)
        {
            return _moments.TryGetValue(workload, out var moments) ? [.. moments] : [];
        }
    }

    /// <summary>Notes this moment, if a second has passed since the last one.</summary>
    internal void Note(IReadOnlyCollection<ConnectionPool> pools)
    {
        var now = _time.GetTimestamp();
        var at = _time.GetUtcNow();
        lock (_lock)
        {
            if (_last != long.MinValue && _time.GetElapsedTime(_last, now) < Step - Tolerance)
            {
                return;
            }

            _last = now;
            foreach (var pool in pools)
            {
                var counts = pool.Counts;
                if (!_moments.TryGetValue(pool.Workload, out var moments))
                {
                    moments = new Queue<PoolMoment>(Moments);
                    _moments.Add(pool.Workload, moments);
                }

                if (moments.Count == Moments)
                {
                    moments.Dequeue();
                }

                moments.Enqueue(new PoolMoment(at, counts.InUse, counts.OverflowInUse, counts.Waiting()));
            }
        }
    }
}
