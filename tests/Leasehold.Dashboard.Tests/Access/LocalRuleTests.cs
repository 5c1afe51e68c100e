using System.Net;
using Leasehold.Dashboard.Tests.Hosting;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.Dashboard.Tests.Access;

/// <summary>Without a word on the route: in Development this machine, elsewhere nobody.</summary>
public sealed class LocalRuleTests(ShopFixture fixture)
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.7");

    [Fact]
    public async Task Get_FromThisMachine_IsAnswered()
    {
        using var answer = await fixture.Shop.Client.GetAsync(
            fixture.Shop.Dashboard, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithoutTheLastSlash_IsSentThere()
    {
        using var answer = await fixture.Shop.Client.GetAsync(
            new Uri("/leasehold", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("/leasehold/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Snapshot_BelowTheDashboardsPath_StillAnswers()
    {
        var text = await fixture.Shop.Client.GetStringAsync(
            new Uri("/leasehold/snapshot", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains("\"databases\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_FromElsewhere_IsRefused()
    {
        await using var shop = await ShopApp.StartAsync(
            begin: static app => app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = Elsewhere;
                return next(context);
            }));
        foreach (var path in new[] { "/leasehold/", "/leasehold/_blazor/negotiate", "/leasehold/records/default/1" })
        {
            using var answer = await shop.Client.GetAsync(
                new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/leasehold/")]
    [InlineData("/leasehold")]
    [InlineData("/leasehold/_blazor/negotiate")]
    [InlineData("/leasehold/records/default/1")]
    [InlineData("/leasehold/assets/1/dashboard.css")]
    public async Task Any_InProduction_IsRefusedEvenFromThisMachine(string path)
    {
        await using var shop = await ShopApp.StartAsync(environment: "Production");

        using var answer = await shop.Client.GetAsync(
            new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(
            "authorization policy",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_InProductionWithAllowAnonymous_IsAnswered()
    {
        await using var shop = await ShopApp.StartAsync(
            environment: "Production", mount: static app => app.MapLeaseholdDashboard().AllowAnonymous());

        using var answer = await shop.Client.GetAsync(shop.Dashboard, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Host", "rebound.example")]
    public async Task Get_ThroughSomethingElse_IsRefused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, fixture.Shop.Dashboard);
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await fixture.Shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Mount_WithoutAnythingOfLeaseholdsHttpSide_SaysWhatToCall()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => ShopApp.StartAsync(isHttp: false));

        Assert.Contains("AddLeaseholdHttp", fault.Message, StringComparison.Ordinal);
    }
}
