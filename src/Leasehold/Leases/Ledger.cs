namespace Leasehold;

/// <summary>Reads who holds what from a pool's slots.</summary>
/// <remarks>Lock-free: a slot that changes hands while it is read may be named by its next holder.</remarks>
internal static class Ledger
{
    public static PoolSnapshot Read(ConnectionPool pool, int maxHolders, CoarseClock clock)
    {
        var counts = pool.Counts;
        var counters = pool.Counters;
        var leased = pool.Slots.Sum(static slot => slot.Leased);
        var heldMs = pool.Slots.Sum(slot => slot.HeldMs + HeldSoFarMs(slot, clock));
        return new PoolSnapshot
        {
            Name = pool.Name,
            Workload = pool.Workload.Name,
            Size = pool.Options.Size,
            MaxOverflow = pool.Options.MaxOverflow,
            InUse = counts.InUse,
            OverflowInUse = counts.OverflowInUse,
            OverflowIdle = counts.OverflowIdle,
            Waiting = counts.Waiting(),
            FinishingWaiting = counts.FinishingWaiters,
            PeakInUse = counts.Peak,
            Leased = leased,
            TimedOut = counters.TimedOut,
            Refused = counters.Refused,
            Leaked = counters.Leaked,
            NestedAcquires = counters.Nested,
            MeanHold = leased == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(heldMs / leased),
            Holders = maxHolders == 0 ? [] : Holders(pool, maxHolders, clock),
        };
    }

    public static Holder Describe(LeaseSlot slot, ConnectionPool pool, CoarseClock clock)
    {
        var flow = slot.Flow;
        var call = flow?.ExternalCall;
        var connection = slot.Connection;
        var activity = connection is null
            ? HolderActivity.Opening
            : call is not null
                ? HolderActivity.ExternalCall
                : (slot.IsExecuting ?? slot.Driver.IsExecuting(connection)) switch
                {
                    true => HolderActivity.Database,
                    false => HolderActivity.Idle,
                    null => slot.Meter?.IsExecuting switch
                    {
                        true => HolderActivity.Database,
                        false => HolderActivity.Idle,
                        null => HolderActivity.DatabaseOrIdle,
                    },
                };
        return new Holder(
            pool.Workload.Name,
            flow is { IsUnnamed: false } ? flow.Name : null,
            slot.Origin.Member,
            slot.Origin.FileName,
            slot.Origin.Line,
            flow?.TraceId,
            clock.Since(slot.TakenAtMs),
            slot.InTransaction,
            activity,
            activity == HolderActivity.ExternalCall ? call : null);
    }

    private static double HeldSoFarMs(LeaseSlot slot, CoarseClock clock)
        => slot.IsHeld ? clock.Since(slot.TakenAtMs).TotalMilliseconds : 0;

    private static List<Holder> Holders(ConnectionPool pool, int max, CoarseClock clock)
        => [.. pool.Slots
            .Where(static slot => slot.IsHeld)
            .OrderBy(static slot => slot.TakenAtMs)
            .Take(max)
            .Select(slot => Describe(slot, pool, clock))];
}
