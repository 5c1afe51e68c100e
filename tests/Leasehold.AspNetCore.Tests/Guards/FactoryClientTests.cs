using Leasehold.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.AspNetCore.Tests;

/// <summary>The guard before clients of the factory whose primary handler is not the framework's.</summary>
public sealed class FactoryClientTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Call_FactoryClientWithACustomPrimaryHandler_IsSeen(bool holds, int reports)
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/calls", async (ConnectionPools pools, IHttpClientFactory clients) =>
            {
                await using var lease = holds ? await pools.Api.LeaseAsync() : null;
                using var client = clients.CreateClient("custom");
                using var answer = await client.GetAsync(new Uri("http://pay.example/v1/secret"));
            }),
            configure: static builder => builder.Services.AddHttpClient("custom")
                .ConfigurePrimaryHttpMessageHandler(static () => new Answering()));

        await service.GetAsync("/calls");

        Assert.Equal(reports, service.Pools.Guard.Reports.Count);
        Assert.All(service.Pools.Guard.Reports, static report => Assert.Equal(
            ("GET /calls", "GET pay.example:80", 1), (report.Endpoint, report.Target, report.Count)));
    }

    [Fact]
    public async Task LeaseCheck_OfARequestThatLeaks_NamesIt()
    {
        ConnectionLease? leaked = null;
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/leaks", async (ConnectionPools pools) => leaked = await pools.Api.LeaseAsync()));
        var check = LeaseCheck.Begin(service.Pools);

        await service.GetAsync("/leaks");

        var found = await Assert.ThrowsAsync<LeaseCheckException>(() => check.AssertCleanAsync(TimeSpan.Zero));
        Assert.Equal("GET /leaks", Assert.Single(found.StillHeld).Flow);
        await leaked!.DisposeAsync();
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(new HttpResponseMessage());
    }
}
