using System.Diagnostics;
using System.Net;
using Leasehold.AspNetCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Leasehold.ServiceDefaults.Tests.Health;

public sealed class HealthEndpointTests
{
    // The promise is two seconds; the rest is for a machine that does other things too.
    private static readonly TimeSpan QuickEnough = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Health_DatabaseAnswers_IsHealthy()
    {
        await using var service = await TestService.StartAsync();

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.OK, "healthy");
    }

    [Fact]
    public async Task Health_AskedWithHead_HasNoBody()
    {
        await using var service = await TestService.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "/health");

        var answer = await service.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(answer.Text);
    }

    [Theory]
    [InlineData("Api")]
    [InlineData("Background")]
    public async Task Health_APoolIsSaturated_IsDegraded(string workload)
    {
        await using var service = await TestService.StartAsync(settings: TinyPool(workload));
        var pool = service.Pools[Workload.Named(workload)];
        await using var held = await pool.LeaseAsync();
        using var leave = new CancellationTokenSource();
        var waiting = pool.LeaseAsync(leave.Token).AsTask();

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.OK, "degraded");

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Health_DatabaseRefuses_IsUnhealthy()
    {
        var provider = new ScriptedProvider();
        await using var service = await TestService.StartAsync(provider: provider);
        provider.OnOpen = _ => throw new ScriptedException(DatabaseErrorKind.ConnectionBroken);

        var answer = await service.GetAsync("/health");

        AssertHealth(answer, HttpStatusCode.ServiceUnavailable, "unhealthy");
        Assert.DoesNotContain(
            service.Logs.GetSnapshot(), r => r.Message.Contains(ScriptedException.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_SchemaIsMissing_IsUnhealthy()
    {
        await using var service = await TestService.StartAsync(probeSql: "SELECT 1 FROM orders WHERE 1 = 0");

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.ServiceUnavailable, "unhealthy");
    }

    [Fact]
    public async Task Health_AServicesOwnCheckFails_IsUnhealthy()
    {
        await using var service = await TestService.StartAsync(configure: builder =>
            builder.Services.AddHealthChecks().AddCheck("own", () => HealthCheckResult.Unhealthy("canary")));

        var answer = await service.GetAsync("/health");

        AssertHealth(answer, HttpStatusCode.ServiceUnavailable, "unhealthy");
        Assert.DoesNotContain("canary", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_AServicesOwnCheckHangs_IsUnhealthyAndQuick()
    {
        var never = new TaskCompletionSource<HealthCheckResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartAsync(configure: builder =>
        {
            Impatient(builder);
            builder.Services.AddHealthChecks().AddAsyncCheck("own", () => never.Task);
        });
        var watch = Stopwatch.StartNew();

        AssertHealth(await service.GetAsync("/health"), HttpStatusCode.ServiceUnavailable, "unhealthy");

        Assert.True(watch.Elapsed < QuickEnough);
        never.SetResult(HealthCheckResult.Healthy());
    }

    private static void Impatient(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
        => builder.Services.Configure<HealthOptions>("leasehold", o => o.Timeout = TimeSpan.FromMilliseconds(200));

    private static (string, string)[] TinyPool(string workload) =>
    [
        ($"Leasehold:Pools:{workload}:Size", "1"),
        ($"Leasehold:Pools:{workload}:MaxOverflow", "0"),
    ];

    private static void AssertHealth(Answer answer, HttpStatusCode status, string expected)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json", answer.MediaType);
        Assert.Equal($$"""{"status":"{{expected}}","service":"test"}""", answer.Text);
    }
}
