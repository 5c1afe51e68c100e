namespace Leasehold;

/// <summary>What a pool counts about itself from its start on.</summary>
/// <remarks>Thread-safe: every count is one interlocked step.</remarks>
internal sealed class PoolCounters
{
    private long _leased;
    private long _timedOut;
    private long _refused;
    private long _leaked;
    private long _nested;
    private long _returned;
    private long _heldTicks;
    private int _inUse;
    private int _peak;

    public long Leased => Volatile.Read(ref _leased);

    public long TimedOut => Volatile.Read(ref _timedOut);

    public long Refused => Volatile.Read(ref _refused);

    public long Leaked => Volatile.Read(ref _leaked);

    public long Nested => Volatile.Read(ref _nested);

    public int Peak => Volatile.Read(ref _peak);

    public int InUse => Volatile.Read(ref _inUse);

    /// <summary>Mean hold in timestamp units.</summary>
    public long MeanHeldTicks => Volatile.Read(ref _returned) is > 0 and var n ? Volatile.Read(ref _heldTicks) / n : 0;

    public void OnTaken()
    {
        var inUse = Interlocked.Increment(ref _inUse);
        var peak = Volatile.Read(ref _peak);
        while (inUse > peak)
        {
            peak = Interlocked.CompareExchange(ref _peak, inUse, peak) is var seen && seen == peak ? inUse : seen;
        }
    }

    public void OnLeased() => Interlocked.Increment(ref _leased);

    public void OnReturned(long heldTicks)
    {
        Interlocked.Decrement(ref _inUse);
        Interlocked.Increment(ref _returned);
        Interlocked.Add(ref _heldTicks, heldTicks);
    }

    public void OnTimedOut() => Interlocked.Increment(ref _timedOut);

    public void OnRefused() => Interlocked.Increment(ref _refused);

    public void OnLeaked() => Interlocked.Increment(ref _leaked);

    public void OnNested() => Interlocked.Increment(ref _nested);
}
