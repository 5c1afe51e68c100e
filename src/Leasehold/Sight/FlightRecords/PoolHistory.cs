using Leasehold.Admission;
using Leasehold.Leases;

namespace Leasehold;

/// <summary>The last minute of one database's pools, at one-second steps.</summary>
/// <remarks>Thread-safe. Bounded: 60 moments of each pool.</remarks>
public sealed class PoolHistory
{
    private const int Moments = 60;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    // Guards the fields below.
    private readonly Lock _lock = new();
    private readonly Dictionary<Workload, Queue<PoolMoment>> _moments = [];
    private readonly TimeProvider _time;
    private readonly IEnumerable<PoolCore> _pools;
    private ITimer? _timer;

    internal PoolHistory(IEnumerable<PoolCore> pools, TimeProvider time)
    {
        _pools = pools;
        _time = time;
    }

    /// <summary>The moments of a workload's pool, oldest first; fewer than 60 in the first minute.</summary>
    /// <remarks>Its pools of further databases count with it.</remarks>
    /// <param name="workload">The workload.</param>
    public IReadOnlyList<PoolMoment> Read(Workload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        lock (_lock)
        {
            return _moments.TryGetValue(workload, out var moments) ? [.. moments] : [];
        }
    }

    internal void Start()
        => _timer = _time.CreateTimer(static state => ((PoolHistory)state!).Note(), this, Step, Step);

    internal void Stop() => _timer?.Dispose();

    private void Note()
    {
        var at = _time.GetUtcNow();
        lock (_lock)
        {
            foreach (var pools in _pools.GroupBy(static pool => pool.Workload, static pool => pool.Gate.Counts))
            {
                if (!_moments.TryGetValue(pools.Key, out var moments))
                {
                    moments = new Queue<PoolMoment>(Moments);
                    _moments.Add(pools.Key, moments);
                }

                if (moments.Count == Moments)
                {
                    moments.Dequeue();
                }

                moments.Enqueue(new PoolMoment(
                    at,
                    pools.Sum(static counts => counts.InUse),
                    pools.Sum(static counts => counts.OverflowInUse),
                    pools.Sum(static counts => counts.Waiting())));
            }
        }
    }
}
