using Leasehold.Providers;

namespace Leasehold.AspNetCore;

/// <summary>One flight record in the list; the whole of it is read by its id.</summary>
internal sealed record FlightRecordSummary(
    string Id, string Database, DateTimeOffset At, string Reason, int Leased, int Waiting)
{
    public static IEnumerable<FlightRecordSummary> Of(RegisteredDatabase database)
        => database.Pools.FlightRecorder.Records.Select(record => new FlightRecordSummary(
            record.Id,
            database.Name,
            record.At,
            record.Reason,
            record.Pools.Sum(static pool => pool.InUse + pool.OverflowInUse),
            record.Pools.Sum(static pool => pool.Waiting)));
}
