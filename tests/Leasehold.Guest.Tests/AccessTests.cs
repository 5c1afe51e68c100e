using System.Net;
using Leasehold.Guest.Tests.Host;
using Leasehold.Guest.Tests.Requests;
using Leasehold.LocalServers.Proxies;
using Leasehold.Testing.Servers.Databases;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.Guest.Tests;

/// <summary>Who sees what Leasehold shows of a stranger's application.</summary>
public sealed class AccessTests
{
    private static readonly string[] Paths =
    [
        "/leasehold/snapshot", "/leasehold/flight-records", "/leasehold/flight-records/1", "/leasehold/",
        "/leasehold/_blazor/negotiate", "/leasehold/records/default/1", "/leasehold/diagnosis",
    ];

    /// <summary>null stands for no proxy.</summary>
    public static TheoryData<ReverseProxyKind?, bool> Ways { get; } = new()
    {
        { null, true }, { null, false },
        { ReverseProxyKind.Nginx, true }, { ReverseProxyKind.Nginx, false },
        { ReverseProxyKind.HaProxy, true }, { ReverseProxyKind.HaProxy, false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ProductionWithoutAPolicy_EveryCallerByEveryWay_IsRefused(ReverseProxyKind? proxy, bool isBare)
    {
        await using var shop = await ShopRun.StartAsync(GuestPlace.Last, isBare: isBare);
        await using var way = await StartAsync(shop, proxy);

        foreach (var caller in isBare ? [Caller.Anonymous] : Enum.GetValues<Caller>())
        {
            foreach (var (path, answer) in await AskAsync(way?.Address ?? shop.Address, caller, isBare))
            {
                Assert.True(
                    IsRefusal(answer, isBare, caller), $"{caller} {path}: {(int)answer.Status} {answer.Text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ProductionWithAPolicy_EveryWay_OperatorsOnly(ReverseProxyKind? proxy, bool isGrouped)
    {
        await using var shop = await ShopRun.StartAsync(GuestPlace.Last, mapGuest: app =>
        {
            if (isGrouped)
            {
                var group = app.MapGroup("").RequireAuthorization(ShopServices.OpsPolicy);
                group.MapLeaseholdSnapshot();
                group.MapLeaseholdDiagnosis();
                group.MapLeaseholdFlightRecords();
                group.MapLeaseholdDashboard();
            }
            else
            {
                app.MapLeaseholdSnapshot().RequireAuthorization(ShopServices.OpsPolicy);
                app.MapLeaseholdDiagnosis().RequireAuthorization(ShopServices.OpsPolicy);
                app.MapLeaseholdFlightRecords().RequireAuthorization(ShopServices.OpsPolicy);
                app.MapLeaseholdDashboard().RequireAuthorization(ShopServices.OpsPolicy);
            }
        });
        await using var way = await StartAsync(shop, proxy);
        var address = way?.Address ?? shop.Address;

        foreach (var caller in Enum.GetValues<Caller>())
        {
            var isOperator = caller is Caller.CookieOperator or Caller.TokenOperator;
            var answers = await AskAsync(address, caller, isBare: false);

            Assert.All(answers, asked => Assert.Equal(
                isOperator, asked.Answer.Status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
                    or HttpStatusCode.Redirect)));
            if (isOperator)
            {
                Assert.Contains("\"databases\"", answers[0].Answer.Text, StringComparison.Ordinal);
                Assert.Contains("dashboard.js", answers[3].Answer.Text, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(ReverseProxyKind.Nginx)]
    [InlineData(ReverseProxyKind.HaProxy)]
    public async Task Development_ProxyThatTellsOfItsCaller_IsRefused(ReverseProxyKind proxy)
    {
        await using var shop = await ShopRun.StartAsync(GuestPlace.Last, "Development", isBare: true);
        await using var way = await StartAsync(shop, proxy, new ReverseProxyOptions { TellsOfCaller = true });

        Assert.All(
            await AskAsync(way!.Address, Caller.Anonymous, isBare: true),
            static asked => Assert.Equal(HttpStatusCode.Forbidden, asked.Answer.Status));
        Assert.Equal(
            HttpStatusCode.OK, (await AskAsync(shop.Address, Caller.Anonymous, isBare: true))[0].Answer.Status);
    }

    [Theory]
    [InlineData(GuestPlace.First)]
    [InlineData(GuestPlace.Last)]
    public async Task Anonymous_AfterAddLeaseholdHttp_IsStillNobody(GuestPlace place)
    {
        await using var shop = await ShopRun.StartAsync(place, "Development");
        using var client = Client(shop.Address);

        using var anonymous = await client.GetAsync(
            new Uri("/me", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    private static bool IsRefusal((HttpStatusCode Status, string Text) answer, bool isBare, Caller caller)
    {
        if (answer.Text.Contains("\"databases\"", StringComparison.Ordinal)
            || answer.Text.Contains("\"records\"", StringComparison.Ordinal))
        {
            return false;
        }

        // Whom the shop's own fallback policy does not let in never comes as far as the guest's refusal.
        return isBare || caller is Caller.CookieCustomer or Caller.CookieOperator or Caller.TokenCustomer
                or Caller.TokenOperator
            ? answer.Status == HttpStatusCode.Forbidden
                && answer.Text.Contains("authorization policy", StringComparison.Ordinal)
            : answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Redirect;
    }

    private static async Task<ReverseProxy?> StartAsync(
        ShopRun shop, ReverseProxyKind? kind, ReverseProxyOptions? options = null)
    {
        if (kind is not { } proxy)
        {
            return null;
        }

        var started = await TestServers.TryStartPrivateReverseProxyAsync(proxy, shop.Port, options);
        Assert.SkipWhen(started.IsMissing, started.Reason);
        return started.Server;
    }

    private static async Task<List<(string Path, (HttpStatusCode Status, string Text) Answer)>> AskAsync(
        Uri address, Caller caller, bool isBare)
    {
        using var client = Client(address);
        var callers = isBare ? new Callers() : await Callers.LogInAsync(client);
        var answers = new List<(string, (HttpStatusCode, string))>();
        foreach (var path in Paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            callers.Authorize(request, caller);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            answers.Add((path, (
                answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))));
        }

        return answers;
    }

    private static HttpClient Client(Uri address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    })
    {
        BaseAddress = address,
    };
}
