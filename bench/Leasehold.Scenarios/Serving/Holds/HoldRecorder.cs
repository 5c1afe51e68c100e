using HdrHistogram;

namespace Leasehold.Scenarios.Serving.Holds;

/// <summary>Collects hold times and the peak of connections held at once.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HoldRecorder
{
    private const long LongestUs = 3_600_000_000;

    // Guards all fields.
    private readonly Lock _lock = new();
    private readonly LongHistogram _heldUs = new(LongestUs, 3);
    private int _held;
    private long _peak;
    private long _exhausted;

    public void Taken()
    {
        lock (_lock)
        {
            _held++;
            _peak = Math.Max(_peak, _held);
        }
    }

    public void Returned(TimeSpan held)
    {
        lock (_lock)
        {
            _held--;
            Record(held);
        }
    }

    /// <summary>A hold that someone else has counted.</summary>
    public void Observed(TimeSpan held)
    {
        lock (_lock)
        {
            Record(held);
        }
    }

    public void Exhausted() => Interlocked.Increment(ref _exhausted);

    /// <summary>For a pool that counts its own peak and time-outs.</summary>
    public Func<(long Peak, long Exhausted)>? PoolCounts { private get; set; }

    public HoldFigures TakeAndReset()
    {
        lock (_lock)
        {
            var (peak, exhausted) = PoolCounts?.Invoke() ?? (_peak, Interlocked.Exchange(ref _exhausted, 0));
            var figures = new HoldFigures(
                _heldUs.TotalCount, At(50), At(95), At(99), At(100), peak, exhausted);
            _heldUs.Reset();
            _peak = _held;
            return figures;
        }
    }

    private void Record(TimeSpan held)
        => _heldUs.RecordValue(Math.Clamp((long)held.TotalMicroseconds, 0, LongestUs));

    private double At(double percentile)
        => _heldUs.TotalCount == 0 ? 0 : _heldUs.GetValueAtPercentile(percentile) / 1_000.0;
}
