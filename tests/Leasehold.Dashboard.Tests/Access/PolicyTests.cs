using System.Net;
using Leasehold.AspNetCore;
using Leasehold.Dashboard.Tests.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Dashboard.Tests.Access;

/// <summary>Where the application brings its own authorization, that decides, for callers from anywhere.</summary>
public sealed class PolicyTests
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("203.0.113.7");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_FromElsewhere_IsDecidedByThePolicy(bool isByName)
    {
        await using var shop = await ShopApp.StartAsync(
            isHttp: false,
            configure: builder =>
            {
                builder.Services.AddLeaseholdDashboard();
                builder.Services.AddAuthentication(BadgeHandler.Scheme)
                    .AddScheme<AuthenticationSchemeOptions, BadgeHandler>(BadgeHandler.Scheme, null);
                builder.Services.AddAuthorizationBuilder().AddPolicy(
                    isByName ? "ops" : CallerDefaults.OperatorPolicy, static policy => policy.RequireRole("badge"));
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
            mount: app =>
            {
                var dashboard = app.MapLeaseholdDashboard("/ops/leasehold");
                if (isByName)
                {
                    dashboard.RequireAuthorization("ops");
                }
            });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(shop, null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(shop, "visitor"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(shop, "badge"));
    }

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
