using Leasehold.Leases;

namespace Leasehold.Sight.ExternalCalls;

/// <summary>The pools of this process that are in use: where to look for what a flow holds.</summary>
/// <remarks>
/// Thread-safe, and read without a lock. Looked through only when a flow that holds something calls out: so taking a
/// lease need not keep a list of its own.
/// </remarks>
internal static class LivePools
{
    // Guards writing.
    private static readonly Lock Writing = new();
    private static PoolCore[] s_all = [];

    public static void Add(IReadOnlyList<PoolCore> pools)
    {
        lock (Writing)
        {
            Volatile.Write(ref s_all, [.. s_all, .. pools]);
        }
    }

    public static void Remove(IReadOnlyList<PoolCore> pools)
    {
        lock (Writing)
        {
            Volatile.Write(ref s_all, [.. s_all.Except(pools)]);
        }
    }

    /// <summary>The places that a flow has now, with a connection or with one being opened.</summary>
    public static List<LeaseSlot> HeldBy(Flow flow)
    {
        var held = new List<LeaseSlot>(1);
        foreach (var pool in Volatile.Read(ref s_all))
        {
            foreach (var slot in pool.Slots)
            {
                if (slot.IsHeld && ReferenceEquals(slot.Flow, flow))
                {
                    held.Add(slot);
                }
            }
        }

        return held;
    }
}
