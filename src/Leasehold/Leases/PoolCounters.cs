namespace Leasehold.Leases;

/// <summary>What a pool counts about what went wrong, from its start on; the gate counts what goes right.</summary>
/// <remarks>Thread-safe: every count is one interlocked step.</remarks>
internal sealed class PoolCounters
{
    private long _timedOut;
    private long _refused;
    private long _leaked;
    private long _nested;

    public long TimedOut => Volatile.Read(ref _timedOut);

    public long Refused => Volatile.Read(ref _refused);

    public long Leaked => Volatile.Read(ref _leaked);

    public long Nested => Volatile.Read(ref _nested);

    public void OnTimedOut() => Interlocked.Increment(ref _timedOut);

    public void OnRefused() => Interlocked.Increment(ref _refused);

    public void OnLeaked() => Interlocked.Increment(ref _leaked);

    public void OnNested() => Interlocked.Increment(ref _nested);
}
