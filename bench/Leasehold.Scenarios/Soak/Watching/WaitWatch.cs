using System.Diagnostics;
using HdrHistogram;

namespace Leasehold.Scenarios.Soak.Watching;

/// <summary>How long callers waited for an open connection, or to be told that there is none.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class WaitWatch
{
    private readonly LongConcurrentHistogram _waitedUs
        = new(1, TimeSpan.TicksPerHour / TimeSpan.TicksPerMicrosecond, 3);

    private readonly long _startedAt = Stopwatch.GetTimestamp();

    // Guards the longest and what it was.
    private readonly Lock _lock = new();
    private TimeSpan _longest;
    private string _longestOf = "";

    public long Count => _waitedUs.TotalCount;

    public double P99Ms => Count == 0 ? 0 : _waitedUs.GetValueAtPercentile(99) / 1000.0;

    public TimeSpan Longest
    {
        get
        {
            lock (_lock)
            {
                return _longest;
            }
        }
    }

    public string LongestOf
    {
        get
        {
            lock (_lock)
            {
                return _longestOf;
            }
        }
    }

    public void Add(TimeSpan waited, string what)
    {
        _waitedUs.RecordValue(Math.Clamp((long)waited.TotalMicroseconds, 1, _waitedUs.HighestTrackableValue));
        lock (_lock)
        {
            if (waited > _longest)
            {
                var endedAt = Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;
                (_longest, _longestOf) = (waited, $"{what}, until {endedAt:0} s after the start");
            }
        }
    }
}
