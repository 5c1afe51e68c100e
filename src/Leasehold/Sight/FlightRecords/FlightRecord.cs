using System.Text.Json;
using Leasehold.Sight.FlightRecords;

namespace Leasehold;

/// <summary>Everything known about one database's pools at one moment, kept for reading afterwards.</summary>
public sealed record FlightRecord
{
    /// <summary>Its name among the records, also that of its file.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why: what the exhausted pool said, or the reason given with the request.</summary>
    public required string Reason { get; init; }

    /// <summary>Every pool with its longest holders (100 of each at the most).</summary>
    public required IReadOnlyList<PoolSnapshot> Pools { get; init; }

    /// <summary>Who waits, longest first (200 at the most).</summary>
    public required IReadOnlyList<FlightWaiter> Waiters { get; init; }

    /// <summary>The last minute of each pool, by workload.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<PoolMoment>> History { get; init; }

    /// <summary>The endpoints with the most lease-seconds (50 at the most).</summary>
    public required IReadOnlyList<EndpointUsage> Endpoints { get; init; }

    /// <summary>The record as JSON: members in snake_case, durations in seconds.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FlightJson.Default.FlightRecord);
}
