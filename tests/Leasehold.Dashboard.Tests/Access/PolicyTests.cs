using System.Net;
using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Access;

/// <summary>Where the application brings its own authorization, that decides, for callers from anywhere.</summary>
public sealed class PolicyTests(Chromium chromium)
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.7");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_FromElsewhere_IsDecidedByThePolicy(bool isOnTheRoute)
    {
        await using var shop = await StartAsync(app =>
        {
            if (isOnTheRoute)
            {
                app.MapLeaseholdDashboard("/ops/leasehold").RequireAuthorization("ops");
            }
            else
            {
                app.MapGroup("/ops").RequireAuthorization("ops").MapLeaseholdDashboard();
            }
        });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(shop, null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(shop, "visitor"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(shop, "badge"));
    }

    [Fact]
    public async Task OpenPage_OfAnotherSite_CannotOpenTheConnection()
    {
        await using var shop = await StartAsync(
            static app => app.MapLeaseholdDashboard("/ops/leasehold").RequireAuthorization("ops"));
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri("/ops/leasehold/_blazor/negotiate?negotiateVersion=1", UriKind.Relative));
        request.Headers.Add(BadgeHandler.Header, "badge");
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task OpenPage_CallerIsAdmittedNoMore_IsLoadedAnewAndAsked()
    {
        var isAdmitted = true;
        await using var shop = await ShopApp.StartAsync(
            begin: app => app.Use((context, next) =>
            {
                if (Volatile.Read(ref isAdmitted))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return context.Response.WriteAsync("Who are you?");
            }),
            mount: app => app.MapLeaseholdDashboard("/leasehold", options =>
            {
                options.IsStillAdmitted = _ => Volatile.Read(ref isAdmitted);
                options.SignOutPath = "/leave";
            }));
        var page = await chromium.PageAsync(shop.Dashboard);
        await using var context = page.Context;
        Assert.Equal("/leave", await page.Locator("form[method=post]").GetAttributeAsync("action"));

        Volatile.Write(ref isAdmitted, false);

        await Expect(page.GetByText("Who are you?")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    private static Task<ShopApp> StartAsync(Action<WebApplication> mount) => ShopApp.StartAsync(
        environment: "Production",
        configure: static builder =>
        {
            builder.Services.AddAuthentication(BadgeHandler.Scheme)
                .AddScheme<AuthenticationSchemeOptions, BadgeHandler>(BadgeHandler.Scheme, null);
            builder.Services.AddAuthorizationBuilder().AddPolicy(
                "ops", static policy => policy.RequireRole("badge"));
        },
        begin: static app =>
        {
            app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = Elsewhere;
                return next(context);
            });
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
        },
        mount: mount);

    private static async Task<HttpStatusCode> StatusAsync(ShopApp shop, string? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/ops/leasehold/", UriKind.Relative));
        if (role is not null)
        {
            request.Headers.Add(BadgeHandler.Header, role);
        }

        using var answer = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
