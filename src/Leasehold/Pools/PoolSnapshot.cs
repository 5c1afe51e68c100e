using Leasehold.Admission;
using Leasehold.Leases;

namespace Leasehold;

/// <summary>One pool at one moment.</summary>
public sealed record PoolSnapshot
{
    /// <summary>Application and workload, as the server and the metrics name it.</summary>
    public required string Name { get; init; }

    /// <summary>The workload.</summary>
    public required string Workload { get; init; }

    /// <summary>Guaranteed connections.</summary>
    public required int Size { get; init; }

    /// <summary>Connections it may borrow.</summary>
    public required int MaxOverflow { get; init; }

    /// <summary>Guaranteed connections leased now.</summary>
    public required int InUse { get; init; }

    /// <summary>Borrowed connections leased now.</summary>
    public required int OverflowInUse { get; init; }

    /// <summary>Borrowed connections open and idle.</summary>
    public required int OverflowIdle { get; init; }

    /// <summary>Callers in line, both lanes.</summary>
    public required int Waiting { get; init; }

    /// <summary>Of these, the ones that finish accepted work.</summary>
    public required int FinishingWaiting { get; init; }

    /// <summary>Most connections leased at once since the start.</summary>
    public required int PeakInUse { get; init; }

    /// <summary>Leases handed out since the start.</summary>
    public required long Leased { get; init; }

    /// <summary>Leases that timed out waiting.</summary>
    public required long TimedOut { get; init; }

    /// <summary>Leases refused at once.</summary>
    public required long Refused { get; init; }

    /// <summary>Leases lost without disposal and reclaimed.</summary>
    public required long Leaked { get; init; }

    /// <summary>Waits of a flow that held a lease of its own.</summary>
    public required long NestedAcquires { get; init; }

    /// <summary>
    /// Mean time a lease was held since the start, those out now with their time so far; zero before the first.
    /// </summary>
    public required TimeSpan MeanHold { get; init; }

    /// <summary>The longest holders, longest first.</summary>
    public required IReadOnlyList<Holder> Holders { get; init; }

    /// <summary>The line of writers; null where a database lets many write at once.</summary>
    public WriterLine? Writers { get; init; }

    /// <summary>Where the pool's settings stand.</summary>
    internal string Settings { get => field ?? $"Leasehold:Pools:{Workload}"; private init; }

    /// <summary>Reads a pool.</summary>
    internal static PoolSnapshot Of(PoolCore pool, int maxHolders)
    {
        var counts = pool.Gate.Counts;
        var counters = pool.Counters;
        var leased = pool.Slots.Sum(static slot => slot.Leased);
        return new PoolSnapshot
        {
            Name = pool.Name,
            Workload = pool.Workload.Name,
            Settings = pool.Settings,
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
            MeanHold = leased == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Ledger.HeldMs(pool) / leased),
            Writers = pool.WriterTurn?.Read(pool),
            Holders = maxHolders == 0 ? [] : Ledger.Holders(pool, maxHolders),
        };
    }

    /// <summary>Whether every place is taken and someone waits.</summary>
    public bool IsSaturated => Waiting > 0 && InUse >= Size;

    /// <summary>
    /// Requests per second this pool can carry at the present mean hold; null before the first lease.
    /// </summary>
    public double? Ceiling => MeanHold > TimeSpan.Zero ? Size / MeanHold.TotalSeconds : null;
}
