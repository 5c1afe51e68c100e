namespace Leasehold.Dashboard;

/// <summary>The last minute of one pool: the pool's own history, and finer what was seen while somebody looked.</summary>
/// <remarks>Bounded by the minute. Used by the sampler only, one sample at a time.</remarks>
internal sealed class PoolTrail
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly Queue<PoolMoment> _seen = new();

    public IReadOnlyList<PoolMoment> Add(PoolMoment now, IReadOnlyList<PoolMoment> history)
    {
        var from = now.At - Length;
        _seen.Enqueue(now);
        while (_seen.Peek().At < from)
        {
            _seen.Dequeue();
        }

        var first = _seen.Peek().At;
        return [.. history.Where(moment => moment.At >= from && moment.At < first), .. _seen];
    }
}
