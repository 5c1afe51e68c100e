namespace Leasehold;

/// <summary>The pools of this process that are not disposed: where to look for what a flow holds.</summary>
/// <remarks>
/// Thread-safe, and read without a lock. Looked through only when a flow that holds something calls out: so taking a
/// lease need not keep a list of its own.
/// </remarks>
internal static class LivePools
{
    // Guards writing.
    private static readonly Lock Writing = new();
    private static ConnectionPools[] _all = [];

    public static void Add(ConnectionPools pools)
    {
        lock (Writing)
        {
            Volatile.Write(ref _all, [.. _all, pools]);
        }
    }

    public static void Remove(ConnectionPools pools)
    {
        lock (Writing)
        {
            Volatile.Write(ref _all, [.. _all.Where(other => !ReferenceEquals(other, pools))]);
        }
    }

    /// <summary>The places that a flow has now, with a connection or with one being opened.</summary>
    public static List<LeaseSlot> HeldBy(Flow flow)
    {
        var held = new List<LeaseSlot>(1);
        foreach (var pools in Volatile.Read(ref _all))
        {
            foreach (var pool in pools.All)
            {
                foreach (var slot in pool.Slots)
                {
                    if (slot.IsHeld && ReferenceEquals(slot.Flow, flow))
                    {
                        held.Add(slot);
                    }
                }
            }
        }

        return held;
    }
}
