namespace Leasehold.Sight.Attributions;

/// <summary>Hold times summed up, of an endpoint or of a pool.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UsageCounts
{
    // Guards the fields below.
    private readonly Lock _lock = new();
    private long _leases;
    private TimeSpan _database;
    private TimeSpan _external;
    private TimeSpan _idle;
    private TimeSpan _longest;
    private bool _isTold;

    /// <summary>The sums so far: leases, their times, the longest hold.</summary>
    public (long Leases, LeaseTimes Times, TimeSpan Longest) Sums
    {
        get
        {
            lock (_lock)
            {
                return (_leases, new LeaseTimes(_database, _external, _idle, _isTold), _longest);
            }
        }
    }

    /// <summary>Database time ÷ hold time; null while no command was told of.</summary>
    public static double? Efficiency(in LeaseTimes times)
        => times.ToldOfCommands && times.Held > TimeSpan.Zero ? times.Database / times.Held : null;

    public void Add(in LeaseTimes times, int weight)
    {
        lock (_lock)
        {
            _leases += weight;
            _database += times.Database * weight;
            _external += times.External * weight;
            _idle += times.Idle * weight;
            _isTold |= times.ToldOfCommands;
            if (times.Held > _longest)
            {
                _longest = times.Held;
            }
        }
    }
}
