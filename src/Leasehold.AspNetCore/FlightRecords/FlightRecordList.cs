namespace Leasehold.AspNetCore;

/// <summary>The whole answer of the list's route.</summary>
internal sealed record FlightRecordList(IReadOnlyList<FlightRecordSummary> Records);
