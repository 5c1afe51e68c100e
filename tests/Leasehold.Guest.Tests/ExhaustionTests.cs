using System.Net;
using System.Text.Json;
using Leasehold.Guest.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Guest.Tests;

/// <summary>A full pool, told by the application's own problem details.</summary>
public sealed class ExhaustionTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Exhaustion_Is503WithRetryAfterInTheShopsOwnWords(string environment)
    {
        await using var shop = await ShopRun.StartAsync(GuestPlace.Last, environment, Map);
        await using var held = await shop.Pools.Api.LeaseAsync(TestContext.Current.CancellationToken);

        using var answer = await AskAsync(shop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0, 1, 60);
        Assert.Equal("17", Assert.Single(answer.Headers.GetValues("X-Shop-Id")));
        var problem = await ReadAsync(answer);
        Assert.Equal("corner", problem.GetProperty("shop").GetString());
        Assert.Equal(nameof(PoolExhaustedException), problem.GetProperty("cause").GetString());
        Assert.Equal(503, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Exhaustion_ShopsHandlingStandsInside_ItDecidesAndTheLogSaysSo()
    {
        await using var shop = await ShopRun.StartAsync(GuestPlace.First, map: Map);
        await using var held = await shop.Pools.Api.LeaseAsync(TestContext.Current.CancellationToken);

        using var answer = await AskAsync(shop);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(
            nameof(PoolExhaustedException), (await ReadAsync(answer)).GetProperty("cause").GetString());
        Assert.Contains(shop.Logs.GetSnapshot(), static record => record.Id.Id == 2032);
    }

    [Theory]
    [InlineData(GuestPlace.First)]
    [InlineData(GuestPlace.Last)]
    public async Task Flow_WhereverLeaseholdIsCalled_IsNamedAfterTheRoute(GuestPlace place)
    {
        await using var shop = await ShopRun.StartAsync(place, map: static app => app
            .MapGet("/flow/{id}", static (ConnectionPools pools)
                => $"{Flow.Current?.Name} {pools.Current.Workload.Name}")
            .WithWorkload(Workload.Batch).AllowAnonymous());
        using var client = new HttpClient();

        Assert.Equal("GET /flow/{id} Batch", await client.GetStringAsync(
            new Uri(shop.Address, "/flow/17"), TestContext.Current.CancellationToken));
    }

    private static void Map(WebApplication app) => app.MapGet("/lease", static async (ConnectionPools pools) =>
    {
        await using var lease = await pools.Api.LeaseAsync();
        return "leased";
    }).AllowAnonymous();

    private static async Task<HttpResponseMessage> AskAsync(ShopRun shop)
    {
        using var client = new HttpClient();
        return await client.GetAsync(new Uri(shop.Address, "/lease"), TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.Clone();
    }
}
