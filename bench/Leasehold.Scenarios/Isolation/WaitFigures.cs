using HdrHistogram;

namespace Leasehold.Scenarios.Isolation;

/// <summary>Waits for a lease.</summary>
/// <remarks>Thread-safe while they are collected.</remarks>
internal sealed class WaitFigures
{
    private const double NanosecondsPerMs = 1_000_000;
    private readonly LongConcurrentHistogram _waitedNs = new(1, TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerHour, 3);

    public long Count => _waitedNs.TotalCount;

    public double P50Ms => At(50);

    public double P99Ms => At(99);

    public double P999Ms => At(99.9);

    public double MaxMs => At(100);

    public void Add(TimeSpan waited) => _waitedNs.RecordValue(Math.Max(1, (long)waited.TotalNanoseconds));

    private double At(double percentile)
        => Count == 0 ? 0 : _waitedNs.GetValueAtPercentile(percentile) / NanosecondsPerMs;
}
