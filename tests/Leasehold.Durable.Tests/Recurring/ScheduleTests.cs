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

    [Theory]
    [InlineData("every day", "UTC", "Cron")]
    [InlineData("61 * * * *", "UTC", "Cron")]
    [InlineData("* * * * *", "Middle/Earth", "TimeZone")]
    public void WhyNot_NoSchedule_NamesTheSetting(string cron, string zone, string named)
        => Assert.Contains(
            named,
            Schedule.WhyNot(new RecurringOptions { Cron = cron, TimeZone = zone }),
            StringComparison.Ordinal);
}
