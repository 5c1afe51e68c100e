namespace Leasehold.Leases;

/// <summary>When the pools of a further database were last asked for, and whether they are closed.</summary>
/// <remarks>
/// Thread-safe: whoever is about to use them says so and then looks whether they are closed; whoever closes them says
/// so and then looks whether someone is about to use them.
/// </remarks>
internal sealed class PoolUse(TimeProvider time)
{
    private long _usedAt = time.GetTimestamp();
    private int _isClosed;

    /// <summary>How long nobody has asked for them.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Volatile.Read(ref _usedAt));

    /// <summary>Says that they are about to be used; false when they are closed.</summary>
    public bool TryUse()
    {
        Volatile.Write(ref _usedAt, time.GetTimestamp());
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _isClosed) == 0;
    }

    /// <summary>Closes them when nobody has asked for them for this long, and nobody uses them.</summary>
    public bool TryClose(TimeSpan idle, Func<bool> isBusy)
    {
        Interlocked.Exchange(ref _isClosed, 1);
        if (Idle >= idle && !isBusy())
        {
            return true;
        }

        Interlocked.Exchange(ref _isClosed, 0);
        return false;
    }
}
