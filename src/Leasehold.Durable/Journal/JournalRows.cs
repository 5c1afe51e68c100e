using System.Data.Common;
using System.Globalization;

namespace Leasehold.Durable;

/// <summary>Reads the journal's rows, whatever types the driver gives for its columns.</summary>
internal static class JournalRows
{
    public static Guid Id(DbDataReader reader)
        => reader.GetValue(0) is Guid id ? id : Guid.Parse(reader.GetString(0));

    public static DurableRecord Record(DbDataReader reader)
        => new()
        {
            Id = Id(reader),
            Kind = reader.GetString(1),
            State = (DurableState)Number(reader, 2),
            Attempt = (int)Number(reader, 3),
            Epoch = Number(reader, 4),
            Owner = Text(reader, 5),
            DueAt = Time(Number(reader, 6)),
            PreparedAt = Time(Number(reader, 7)),
            LastCallAt = reader.IsDBNull(8) ? null : Time(Number(reader, 8)),
            Reason = Text(reader, 9),
        };

    /// <summary>A row as its claim will leave it.</summary>
    public static ClaimedRow Claimed(DbDataReader reader, long claimedAt)
        => new(
            Id(reader),
            reader.GetString(1),
            (int)Number(reader, 2) + 1,
            Number(reader, 3) + 1,
            Time(Number(reader, 4)),
            reader.IsDBNull(5) ? null : Span(Number(reader, 8) - Number(reader, 5)),
            Text(reader, 6),
            Text(reader, 7) ?? "",
            claimedAt);

    public static TimeSpan Span(long microseconds) => TimeSpan.FromMicroseconds(Math.Max(0, microseconds));

    private static DateTimeOffset Time(long microseconds)
        => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static long Number(DbDataReader reader, int column)
        => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader reader, int column)
        => reader.IsDBNull(column) ? null : reader.GetString(column);
}
