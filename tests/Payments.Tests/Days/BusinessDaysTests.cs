using Leasehold.Payments.Days;
using Leasehold.Payments.Schema;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Tests.Days;

/// <summary>Days begin at midnight in their zone, also where clocks change.</summary>
public sealed class BusinessDaysTests
{
    [Theory]
    [InlineData("UTC", "2026-11-30", "2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("Asia/Seoul", "2026-11-30", "2026-11-29T15:00:00Z", "2026-11-30T15:00:00Z")]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")]
    [InlineData("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    [InlineData("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    public void StartAndEnd_OfADay_AreItsMidnights(string zone, string day, string start, string end)
    {
        var days = In(zone);

        Assert.Equal(Us(start), days.StartOf(DateOnly.Parse(day)));
        Assert.Equal(Us(end), days.EndOf(DateOnly.Parse(day)));
    }

    [Theory]
    [InlineData("UTC", "2026-11-30T23:59:59Z", "2026-11-30")]
    [InlineData("Asia/Seoul", "2026-11-30T14:59:59Z", "2026-11-30")]
    [InlineData("Asia/Seoul", "2026-11-30T15:00:00Z", "2026-12-01")]
    public void Of_Moment_IsItsDayThere(string zone, string moment, string day)
        => Assert.Equal(DateOnly.Parse(day), In(zone).Of(DateTimeOffset.Parse(moment)));

    [Theory]
    [InlineData("UTC", "2026-11-30", "2026-11-30")]
    [InlineData("Asia/Seoul", "2026-11-30", "2026-11-29 2026-11-30")]
    [InlineData("America/New_York", "2026-11-30", "2026-11-30 2026-12-01")]
    [InlineData("Asia/Seoul", "0001-01-01", "0001-01-01")]
    [InlineData("America/New_York", "9999-12-31", "9999-12-31")]
    public void UtcDaysOf_Day_AreThoseItIsPartOf(string zone, string day, string expected)
        => Assert.Equal(
            expected,
            string.Join(' ', In(zone).UtcDaysOf(DateOnly.Parse(day)).Select(static d => $"{d:yyyy-MM-dd}")));

    [Theory]
    [InlineData("UTC", true)]
    [InlineData("Asia/Seoul", true)]
    [InlineData("Asia/Nowhere", false)]
    [InlineData("", false)]
    public void Setting_ZoneThatIsNone_IsRefusedAtStart(string zone, bool expected)
        => Assert.Equal(expected, new DayOptionsCheck().Validate(null, new DayOptions { TimeZone = zone }).Succeeded);

    private static BusinessDays In(string zone) => new(Options.Create(new DayOptions { TimeZone = zone }));

    private static long Us(string moment) => Clock.Of(DateTimeOffset.Parse(moment));
}
