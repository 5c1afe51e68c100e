using Leasehold.Sight.ExternalCalls;
using Microsoft.Extensions.Time.Testing;

namespace Leasehold.Tests;

public sealed class GuardReportsTests
{
    private static readonly Holder Anyone = new()
    {
        Workload = "Api",
        Flow = "GET /a",
        Activity = HolderActivity.ExternalCall,
        ExternalHost = "pay:443",
    };

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Add_TheSamePairAgain_IsCountedAndLoggedOncePerInterval()
    {
        var reports = new GuardReports(TimeSpan.FromMinutes(1), _clock);
        var first = _clock.GetUtcNow();

        Assert.Equal(1, reports.Add("GET /a", "GET pay:443", Anyone));
        Assert.Equal(0, reports.Add("GET /a", "GET pay:443", Anyone));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, reports.Add("GET /a", "GET pay:443", Anyone));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, reports.Add("GET /a", "GET pay:443", Anyone));

        var report = Assert.Single(reports.Read());
        Assert.Equal((4, first, _clock.GetUtcNow()), (report.Count, report.FirstAt, report.LastAt));
    }

    [Fact]
    public void Read_MorePairsThanAreKept_NewestFirst()
    {
        var reports = new GuardReports(TimeSpan.FromMinutes(1), _clock);
        for (var i = 0; i < 250; i++)
        {
            reports.Add($"GET /{i}", "GET pay:443", Anyone);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var kept = reports.Read();

        Assert.Equal((200, "GET /249", "GET /50"), (kept.Count, kept[0].Endpoint, kept[^1].Endpoint));
    }
}
