using Leasehold.Sight.FlightRecords;
using Leasehold.Sight.Metrics;

namespace Leasehold;

/// <summary>Makes flight records: by itself when a pool is exhausted (once per incident), or by request.</summary>
/// <remarks>Thread-safe. Bounded: the newest 20 records are kept in memory.</remarks>
public sealed class FlightRecorder
{
    private const int MaxRecords = 20;
    private const int MaxReason = 1000;

    private readonly FlightCollector _collector;
    private readonly FlightFiles _files;
    private readonly LeaseholdMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;

    // Guards the records.
    private readonly Lock _lock = new();
    private readonly List<FlightRecord> _records = [];
    private long _lastIncident = long.MinValue;

    internal FlightRecorder(
        FlightCollector collector,
        FlightFiles files,
        LeaseholdOptions options,
        LeaseholdMetrics metrics,
        TimeProvider time)
    {
        _collector = collector;
        _files = files;
        _interval = options.FlightRecords.Interval;
        _metrics = metrics;
        _time = time;
    }

    /// <summary>The records, newest first.</summary>
    public IReadOnlyList<FlightRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>Makes a record now.</summary>
    /// <param name="reason">Why; kept with it. At most 1,000 characters are.</param>
    public FlightRecord Record(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return Keep(reason.Length > MaxReason ? reason[..MaxReason] : reason);
    }

    /// <summary>A pool is exhausted: makes a record, unless one was made for this incident.</summary>
    internal void OnExhausted(string message)
    {
        var now = _time.GetTimestamp();
        var last = Volatile.Read(ref _lastIncident);
        if ((last == long.MinValue || _time.GetElapsedTime(last, now) >= _interval)
            && Interlocked.CompareExchange(ref _lastIncident, now, last) == last)
        {
            Keep(message);
        }
    }

    private FlightRecord Keep(string reason)
    {
        var record = _collector.Collect(reason);
        lock (_lock)
        {
            _records.Insert(0, record);
            if (_records.Count > MaxRecords)
            {
                _records.RemoveAt(_records.Count - 1);
            }
        }

        _metrics.FlightRecords.Add(1);
        _files.Write(record);
        return record;
    }
}
