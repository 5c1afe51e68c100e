using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Tests.RateLimits;

public sealed class RateLimitTests
{
    private static readonly (string, string)[] TwoRequests =
    [
        .. KeyedService.Settings, ("Leasehold:RateLimit:PerSecond", "1"), ("Leasehold:RateLimit:Burst", "2"),
    ];

    [Fact]
    public async Task Key_AboveItsLimit_Is429WithRetryAfterAndTheEndpointDoesNotRun()
    {
        var runs = 0;
        await using var service = await StartAsync(TwoRequests, () => runs++);
        await service.GetAsync("/tenant", KeyedService.Acme.Key);
        await service.GetAsync("/tenant", KeyedService.Acme.Key);

        var refused = await service.GetAsync("/tenant", KeyedService.Acme.Key);

        refused.AssertProblem(HttpStatusCode.TooManyRequests);
        Assert.Equal("1", refused.Headers["Retry-After"]);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Key_AnotherAboveItsLimit_IsServed()
    {
        await using var service = await StartAsync(TwoRequests);
        for (var request = 0; request < 3; request++)
        {
            await service.GetAsync("/tenant", KeyedService.Acme.Key);
        }

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/tenant", KeyedService.Globex.Key)).Status);
    }

    [Fact]
    public async Task Key_LimitZero_IsNotLimited()
    {
        await using var service = await StartAsync(
            [.. KeyedService.Settings, ("Leasehold:RateLimit:PerSecond", "0"), ("Leasehold:RateLimit:Burst", "1")]);

        for (var request = 0; request < 5; request++)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/tenant", KeyedService.Acme.Key)).Status);
        }
    }

    [Fact]
    public async Task NoKeysConfigured_CallersOfThisMachine_AreNotLimited()
    {
        await using var service = await StartAsync([("Leasehold:RateLimit:Burst", "1"),
            ("Leasehold:RateLimit:PerSecond", "1")]);

        for (var request = 0; request < 5; request++)
        {
            Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/tenant")).Status);
        }
    }

    [Fact]
    public async Task Limit_OutOfItsRange_IsNamedAtTheStart()
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(
            () => StartAsync([("Leasehold:RateLimit:Burst", 0.ToString(CultureInfo.InvariantCulture))]));

        Assert.Contains("Leasehold:RateLimit:Burst", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Burst_BelowATenthOfTheRate_StopsTheStart()
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(
            [("Leasehold:RateLimit:PerSecond", "1000"), ("Leasehold:RateLimit:Burst", "99")]));

        Assert.Contains("tenth of PerSecond", problem.Message, StringComparison.Ordinal);
    }

    private static Task<TestService> StartAsync((string, string)[] settings, Action? onRun = null)
        => TestService.StartAsync(
            app => app.MapGet("/tenant", (HttpContext context) =>
            {
                onRun?.Invoke();
                return context.GetTenant();
            }),
            settings);
}
