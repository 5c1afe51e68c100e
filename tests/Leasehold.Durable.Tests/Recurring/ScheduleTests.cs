namespace Leasehold.Durable.Tests.Recurring;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("*/5 * * * *", "2026-03-10T12:05:00Z")]
    [InlineData("30 * * * * *", "2026-03-10T12:00:30Z")]
    [InlineData("@daily", "2026-03-11T00:00:00Z")]
    public void After_ATime_IsTheNextOne(string cron, string next)
        => Assert.Equal(
            DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture),
            new Schedule(cron, "UTC").After(Noon));

    [Fact]
    public void After_ThereIsNone_IsNull() => Assert.Null(new Schedule("0 0 30 2 *", "UTC").After(Noon));

    [Fact]
    public void Due_SecondsOfYearsWereMissed_AreTheLatestThousand()
    {
        var due = new Schedule("* * * * * *", "UTC").Due(
            Noon.AddYears(-5), Noon, new RecurringOptions { Missed = MissedOccurrences.All });

        Assert.Equal((Schedule.MostMissed, Noon), (due.Count, due[^1]));
    }

    [Fact]
    public void Due_LatestOfYears_IsOneAndThoseWithinTheTolerance()
    {
        var due = new Schedule("0 3 * * *", "UTC").Due(Noon.AddYears(-5), Noon, new RecurringOptions());

        Assert.Equal([Noon.AddHours(-9)], due);
    }

    // Berlin leaves out 02:00 to 03:00 on 29 March 2026, and has it twice on 25 October.
    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("0 * * * *", "2026-03-29T00:30Z", "2026-03-29T01:00Z", "2026-03-29T02:00Z")]
    [InlineData("0 * * * *", "2026-10-24T23:30Z", "2026-10-25T00:00Z", "2026-10-25T01:00Z")]
    public void Due_TheClockIsChanged_EachOccurrenceIsThereOnce(string cron, string from, string one, string two)
    {
        var schedule = new Schedule(cron, "Europe/Berlin");
        var next = schedule.After(Time(from))!.Value;
        var due = new List<DateTimeOffset>();
        while (next <= Time(two))
        {
            // As the loop does: a little late, from where it stands, and on behind the time at which it looked.
            var now = next.AddMilliseconds(7);
            due.AddRange(schedule.Due(next, now, new RecurringOptions { Missed = MissedOccurrences.All }));
            next = schedule.After(now)!.Value;
        }

        Assert.Equal([Time(one), Time(two)], due);
        Assert.Equal(due, schedule.Due(Time(one), Time(two), new RecurringOptions { Missed = MissedOccurrences.All }));
    }

    [Theory]
    [InlineData("every day", "UTC", "Cron")]
    [InlineData("61 * * * *", "UTC", "Cron")]
    [InlineData("* * * * *", "Middle/Earth", "TimeZone")]
    public void WhyNot_NoSchedule_NamesTheSetting(string cron, string zone, string named)
        => Assert.Contains(
            named,
            Schedule.WhyNot(new RecurringOptions { Cron = cron, TimeZone = zone }),
            StringComparison.Ordinal);

    private static DateTimeOffset Time(string text)
        => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
