using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.AspNetCore.Tests;

/// <summary>Who sees the application's insides where the endpoint says nothing about it.</summary>
public sealed class OperatorGateTests
{
    private const string Snapshot = "/gated/snapshot";
    private const string Records = "/gated/records";

    public static TheoryData<string, string> Routes { get; } = new()
    {
        { "GET", Snapshot }, { "GET", Records }, { "GET", Records + "/1" }, { "POST", Records },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task OutsideDevelopment_DirectCallOfThisMachine_IsRefused(string method, string path)
    {
        foreach (var environment in (string[])["Production", "Staging", ""])
        {
            await using var service = await StartAsync(environment);
            using var request = new HttpRequestMessage(new HttpMethod(method), path);

            var answer = await service.SendAsync(request);

            answer.AssertProblem(HttpStatusCode.Forbidden);
            Assert.Contains("authorization policy", answer.Detail, StringComparison.Ordinal);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.Empty(service.Pools.FlightRecorder.Records);
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Development_DirectCallOfThisMachine_GoesOn(string method, string path)
    {
        await using var service = await StartAsync("Development");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        Assert.NotEqual(HttpStatusCode.Forbidden, (await service.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "http")]
    [InlineData("x-forwarded-host", "localhost")]
    [InlineData("X-Forwarded-Anything", "")]
    [InlineData("X-Original-For", "192.0.2.7:5000")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("True-Client-IP", "127.0.0.1")]
    [InlineData("CF-Connecting-IP", "127.0.0.1")]
    [InlineData("Host", "rebound.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Development_CallThroughSomethingElse_IsRefused(string header, string value)
    {
        await using var service = await StartAsync("Development");

        var answer = await service.GetAsync(Snapshot, r => r.Headers.TryAddWithoutValidation(header, value));

        answer.AssertProblem(HttpStatusCode.Forbidden);
        Assert.Contains("its own machine", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.7", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("::ffff:192.0.2.7", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("::1", HttpStatusCode.OK)]
    [InlineData("::ffff:127.0.0.1", HttpStatusCode.OK)]
    public async Task Development_ByAddress_OnlyLoopbackGoesOn(string? address, HttpStatusCode status)
    {
        await using var service = await StartAsync("Development", address);

        Assert.Equal(status, (await service.GetAsync(Snapshot)).Status);
    }

    [Fact]
    public async Task AllowAnonymous_SaidOnTheRoute_IsTheApplicationsWord()
    {
        await using var service = await TestService.StartAsync(
            static app =>
            {
                app.MapLeaseholdSnapshot(Snapshot).AllowAnonymous();
                app.MapGroup("/open").AllowAnonymous().MapLeaseholdFlightRecords(Records);
            },
            environment: "Production");

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync(Snapshot)).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/open" + Records)).Status);
    }

    [Fact]
    public async Task Refusals_AreLoggedOnce_SayingWhatToConfigure()
    {
        await using var service = await StartAsync("Production");
        for (var i = 0; i < 3; i++)
        {
            await service.GetAsync(Snapshot);
        }

        var record = Assert.Single(service.Logs.GetSnapshot(), static r => r.Id.Id == 2030);
        Assert.Contains("MapLeaseholdSnapshot", record.Message, StringComparison.Ordinal);
        Assert.Contains(".RequireAuthorization(", record.Message, StringComparison.Ordinal);
    }

    private static Task<TestService> StartAsync(string environment, string? address = "127.0.0.1")
        => TestService.StartAsync(
            static app =>
            {
                app.MapLeaseholdSnapshot(Snapshot);
                app.MapLeaseholdFlightRecords(Records);
            },
            configure: builder => builder.Services.AddSingleton<IStartupFilter>(new RemoteAddress(address)),
            environment: environment);
}
