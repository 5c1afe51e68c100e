using System.Text.Json.Serialization;

namespace Leasehold.AspNetCore;

/// <summary>One pool in the snapshot; the meaning of each member is <see cref="PoolSnapshot"/>'s.</summary>
internal sealed record PoolDocument
{
    public required string Name { get; init; }

    public required string Workload { get; init; }

    public required int Size { get; init; }

    public required int MaxOverflow { get; init; }

    public required int InUse { get; init; }

    public required int OverflowInUse { get; init; }

    public required int OverflowIdle { get; init; }

    public required int Waiting { get; init; }

    public required int FinishingWaiting { get; init; }

    public required int PeakInUse { get; init; }

    public required long Leased { get; init; }

    public required long TimedOut { get; init; }

    public required long Refused { get; init; }

    public required long Leaked { get; init; }

    public required long NestedAcquires { get; init; }

    public required double MeanHoldMs { get; init; }

    public required double? Ceiling { get; init; }

    public required bool IsSaturated { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required WritersDocument? Writers { get; init; }

    public required IReadOnlyList<HolderDocument> Holders { get; init; }

    public static PoolDocument Of(PoolSnapshot pool) => new()
    {
        Name = pool.Name,
        Workload = pool.Workload,
        Size = pool.Size,
        MaxOverflow = pool.MaxOverflow,
        InUse = pool.InUse,
        OverflowInUse = pool.OverflowInUse,
        OverflowIdle = pool.OverflowIdle,
        Waiting = pool.Waiting,
        FinishingWaiting = pool.FinishingWaiting,
        PeakInUse = pool.PeakInUse,
        Leased = pool.Leased,
        TimedOut = pool.TimedOut,
        Refused = pool.Refused,
        Leaked = pool.Leaked,
        NestedAcquires = pool.NestedAcquires,
        MeanHoldMs = Math.Round(pool.MeanHold.TotalMilliseconds, 3),
        Ceiling = pool.Ceiling is { } ceiling ? Math.Round(ceiling, 1) : null,
        IsSaturated = pool.IsSaturated,
        Writers = pool.Writers is { } line ? WritersDocument.Of(line) : null,
        Holders = [.. pool.Holders.Select(HolderDocument.Of)],
    };
}
