using System.Net;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.ServiceDefaults.Tests.Callers;

public sealed class LocalCallerTests
{
    [Fact]
    public async Task WithoutKeys_LocalCaller_IsTenantLocal()
    {
        await using var service = await StartAsync();

        Assert.Equal("local", (await service.GetAsync("/tenant")).Text);
    }

    [Fact]
    public async Task WithoutKeys_LocalCaller_MaySeeTheSnapshot()
    {
        await using var service = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/leasehold/snapshot")).Status);
    }

    [Fact]
    public async Task WithoutKeys_StartUp_SaysSoInOneLine()
    {
        await using var service = await StartAsync();

        var record = Assert.Single(service.Logs.GetSnapshot(), r => r.Id.Id == 4920);
        Assert.Contains("Leasehold:Keys", record.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task WithoutKeys_OutsideDevelopment_DoesNotStartAndSaysHowToMakeOne(string environment)
    {
        var refusal = await Assert.ThrowsAsync<ServiceStartException>(
            () => TestService.StartAsync(environment: environment));

        Assert.Contains("Leasehold:Keys", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("new-key", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithKeys_StartUp_SaysNothingOfTheRule()
    {
        await using var service = await KeyedService.StartAsync();

        Assert.DoesNotContain(service.Logs.GetSnapshot(), r => r.Id.Id == 4920);
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("10.0.0.1")]
    [InlineData("4911:db8::1")]
    [InlineData("::ffff:192.0.2.7")]
    [InlineData(null)]
    public async Task WithoutKeys_CallerFromElsewhere_Answers403(string? address)
    {
        await using var service = await StartAsync(address);

        (await service.GetAsync("/tenant")).AssertProblem(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task WithoutKeys_EveryLoopbackAddress_IsLocal(string address)
    {
        await using var service = await StartAsync(address);

        Assert.Equal("local", (await service.GetAsync("/tenant")).Text);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/open")]
    [InlineData("/nowhere")]
    public async Task WithoutKeys_CallerFromElsewhere_ReachesNoRouteAtAll(string path)
    {
        await using var service = await StartAsync("192.0.2.7");

        (await service.GetAsync(path)).AssertProblem(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Original-For", "192.0.2.7:5000")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Via", "1.1 proxy")]
    public async Task WithoutKeys_ForwardedCall_Answers403(string header, string value)
    {
        await using var service = await StartAsync();

        var answer = await service.GetAsync("/tenant", change: r => r.Headers.Add(header, value));

        answer.AssertProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task WithoutKeys_ForwardingHeader_MakesNobodyLocal()
    {
        await using var service = await StartAsync("192.0.2.7");

        var answer = await service.GetAsync("/tenant", change: r => r.Headers.Add("X-Forwarded-For", "127.0.0.1"));

        answer.AssertProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task WithoutKeys_NameReboundToLoopback_Answers403()
    {
        await using var service = await StartAsync();

        var answer = await service.GetAsync("/tenant", change: r => r.Headers.Host = "evil.example");

        answer.AssertProblem(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task WithoutKeys_PageOfAnotherSite_Answers403(string origin)
    {
        await using var service = await StartAsync();

        var answer = await service.GetAsync("/tenant", change: r => r.Headers.Add("Origin", origin));

        answer.AssertProblem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task WithoutKeys_PageOfThisMachine_IsLocal()
    {
        await using var service = await StartAsync();

        var answer = await service.GetAsync("/tenant", change: r => r.Headers.Add("Origin", "http://localhost:5080"));

        Assert.Equal("local", answer.Text);
    }

    [Fact]
    public async Task WithKeys_CallerFromElsewhere_IsLetInByKey()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/tenant", (HttpContext context) => context.GetTenant()),
            KeyedService.Settings,
            configure: builder => builder.Services.AddSingleton<IStartupFilter>(new RemoteAddress("192.0.2.7")));

        Assert.Equal("acme", (await service.GetAsync("/tenant", KeyedService.Acme.Key)).Text);
    }

    [Fact]
    public async Task GetTenant_AnonymousCallerOfAKeyedService_Throws()
    {
        Exception? thrown = null;
        await using var service = await TestService.StartAsync(
            app => app
                .MapGet("/", (HttpContext context) => { thrown = Record.Exception(() => context.GetTenant()); })
                .AllowAnonymous(),
            KeyedService.Settings);

        await service.GetAsync("/");

        Assert.IsType<InvalidOperationException>(thrown);
    }

    private static Task<TestService> StartAsync(string? address = "127.0.0.1") => TestService.StartAsync(
        app =>
        {
            app.MapGet("/tenant", (HttpContext context) => context.GetTenant());
            app.MapGet("/open", () => "open").AllowAnonymous();
        },
        configure: builder => builder.Services.AddSingleton<IStartupFilter>(new RemoteAddress(address)));
}
