namespace Leasehold;

/// <summary>Makes flight records: by itself when a pool is exhausted (once per incident), or by request.</summary>
/// <remarks>Thread-safe. Bounded: the newest 20 records are kept in memory.</remarks>
public sealed class FlightRecorder
{
    private readonly Func<string, FlightRecord> _make;
    private readonly Lock _lock = new();
    private readonly List<FlightRecord> _records = [];

    internal FlightRecorder(Func<string, FlightRecord> make) => _make = make;

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
        var record = _make(reason);
        lock (_lock)
        {
            _records.Insert(0, record);
            if (_records.Count > 20)
            {
                _records.RemoveAt(_records.Count - 1);
            }
        }

        return record;
    }
}
