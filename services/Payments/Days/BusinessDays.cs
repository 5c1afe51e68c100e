using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Days;

/// <summary>Where the days of the books begin and end: at midnight in <c>Payments:TimeZone</c>.</summary>
/// <remarks>Thread-safe. Moments are microseconds since 1970, as the tables keep them.</remarks>
internal sealed class BusinessDays(IOptions<DayOptions> options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>The first microsecond of a day.</summary>
    public long StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks are put back over midnight, the day begins with the first of the two; where they are put
        // forward over it, the offset before is given, and with it the moment of the change.
        var offset = _zone.IsAmbiguousTime(midnight)
            ? _zone.GetAmbiguousTimeOffsets(midnight).Max()
            : _zone.GetUtcOffset(midnight);
        return (midnight.Ticks - offset.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>The first microsecond after a day.</summary>
    public long EndOf(DateOnly day)
        => day < DateOnly.MaxValue
            ? StartOf(day.AddDays(1))
            : StartOf(day) + (TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond);

    /// <summary>The day of a moment.</summary>
    public DateOnly Of(DateTimeOffset moment)
        => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, _zone).DateTime);

    /// <summary>The days in UTC that a day is part of, the first in front: one, or two.</summary>
    public IEnumerable<DateOnly> UtcDaysOf(DateOnly day)
    {
        var last = UtcDayOf(EndOf(day) - 1);
        for (var utc = UtcDayOf(StartOf(day)); utc < last; utc = utc.AddDays(1))
        {
            yield return utc;
        }

        yield return last;
    }

    // Beyond the calendar's ends there is nothing to list.
    private static DateOnly UtcDayOf(long us)
        => DateOnly.FromDayNumber((int)Math.Clamp(
            (DateTime.UnixEpoch.Ticks + (us * TimeSpan.TicksPerMicrosecond)) / TimeSpan.TicksPerDay,
            0,
            DateOnly.MaxValue.DayNumber));
}
