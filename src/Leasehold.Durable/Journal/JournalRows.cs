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
            Progress = reader.IsDBNull(10)
                ? null
                : new DurableProgress(
                    Convert.ToDouble(reader.GetValue(10), CultureInfo.InvariantCulture), Text(reader, 11)),
        };

    /// <summary>A recurrence, and the database's time behind it.</summary>
    public static (RecurringRecord Record, DateTimeOffset Now) Recurring(DbDataReader reader)
        => (
            new RecurringRecord
            {
                Name = reader.GetString(0),
                Kind = reader.GetString(1),
                Cron = reader.GetString(2),
                TimeZone = reader.GetString(3),
                NextAt = reader.IsDBNull(4) ? null : Time(Number(reader, 4)),
                LastAt = reader.IsDBNull(5) ? null : Time(Number(reader, 5)),
            },
            Time(Number(reader, 6)));

    /// <summary>One row of times from now, null where there is none; what is due already has none left.</summary>
    public static IReadOnlyList<TimeSpan?> Spans(DbDataReader reader, int count)
    {
        var spans = new TimeSpan?[count];
        for (var i = 0; i < count; i++)
        {
            spans[i] = reader.IsDBNull(i) ? null : Span(Number(reader, i));
        }

        return spans;
    }

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

    /// <summary>A time as the journal keeps it.</summary>
    public static long? Microseconds(DateTimeOffset? time)
        => (time - DateTimeOffset.UnixEpoch)?.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(long microseconds)
        => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static long Number(DbDataReader reader, int column)
        => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader reader, int column)
        => reader.IsDBNull(column) ? null : reader.GetString(column);
}
