namespace Leasehold.Leases;

/// <summary>Reads who holds what from a pool's slots.</summary>
/// <remarks>Lock-free: a slot that changes hands while it is read may be named by its next holder.</remarks>
internal static class Ledger
{
    public static long HeldMs(PoolCore pool)
        => pool.Slots.Sum(slot => slot.HeldMs
            + (slot.IsHeld ? (long)pool.Since(slot.TakenAtMs).TotalMilliseconds : 0));

    /// <summary>The holders, the longest first.</summary>
    public static List<Holder> Holders(PoolCore pool, int max)
        => [.. pool.Slots
            .Where(static slot => slot.IsHeld)
            .OrderBy(static slot => slot.TakenAtMs)
            .Take(max)
            .Select(Describe)];

    public static Holder Describe(LeaseSlot slot)
    {
        var flow = slot.Flow;
        var call = flow?.ExternalCall;
        var activity = ActivityOf(slot, call);
        var session = slot.Connection is { } connection ? slot.Driver.SessionOf(connection) : null;
        return new Holder
        {
            Lease = ((long)slot.Place << 32) | (uint)(slot.Version >> 2),
            Workload = slot.Pool.Workload.Name,
            Flow = flow is { IsUnnamed: false } ? flow.Name : null,
            Member = slot.Origin.Member,
            File = slot.Origin.FileName,
            Line = slot.Origin.Line,
            TraceId = flow?.TraceId,
            HeldFor = slot.Pool.Since(slot.TakenAtMs),
            Session = session?.Number,
            Server = session?.Server,
            InTransaction = slot.InTransaction,
            Activity = activity,
            ExternalHost = activity == HolderActivity.ExternalCall ? call : null,
        };
    }

    private static HolderActivity ActivityOf(LeaseSlot slot, string? call)
    {
        var connection = slot.Connection;
        if (connection is null)
        {
            return HolderActivity.Opening;
        }

        if (call is not null)
        {
            return HolderActivity.ExternalCall;
        }

        return (slot.IsExecuting ?? slot.Driver.IsExecuting(connection) ?? slot.Meter?.IsExecuting) switch
        {
            true => HolderActivity.Database,
            false => HolderActivity.Idle,
            null => HolderActivity.DatabaseOrIdle,
        };
    }
}
