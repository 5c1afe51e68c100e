using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Leasehold.AspNetCore.Tests;

public sealed class CapacityProblemTests
{
    private static readonly (string, string)[] TinyPool =
    [
        ("Leasehold:Pools:Api:Size", "1"),
        ("Leasehold:Pools:Api:MaxOverflow", "0"),
        ("Leasehold:Pools:Api:AcquireTimeout", "00:00:00.050"),
    ];

    [Fact]
    public async Task Exhaustion_Answers503WithRetryAfter()
    {
        var answer = await RefusedAsync();

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 60);
    }

    [Fact]
    public async Task Exhaustion_BodyHoldsOnlyWhatACallerMayKnow()
        => Assert.Equal("type title status detail traceId", (await RefusedAsync()).Members);

    [Fact]
    public async Task Exhaustion_BodyNamesNoHolder()
    {
        var answer = await RefusedAsync();

        Assert.DoesNotContain(nameof(CapacityProblemTests), answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Api", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(RefusedAsync), answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exhaustion_ApplicationsOwnProblemDetails_HaveTheLastWord()
    {
        await using var service = await StartAsync(static builder => builder.Services.AddProblemDetails(
            static options => options.CustomizeProblemDetails = static context =>
            {
                context.ProblemDetails.Title = "Shop is busy";
                context.ProblemDetails.Extensions["shop"] = context.Exception?.GetType().Name;
            }));
        await using var held = await service.Pools.Api.LeaseAsync();

        var answer = await service.GetAsync("/");

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("Shop is busy", answer.Json.GetProperty("title").GetString());
        Assert.Equal(nameof(PoolExhaustedException), answer.Json.GetProperty("shop").GetString());
    }

    [Fact]
    public async Task Exhaustion_NoProblemDetailsInTheApplication_AnswersTheSmallestDocument()
    {
        await using var service = await StartAsync(
            static builder => builder.Services.RemoveAll<IProblemDetailsService>());
        await using var held = await service.Pools.Api.LeaseAsync();

        var answer = await service.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("application/problem+json", answer.MediaType);
        Assert.Equal("title status detail", answer.Members);
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task Exhaustion_HeadersSetBefore_StayUnlessTheyDescribeTheBody()
    {
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/", async (HttpContext context, ConnectionPools pools) =>
                {
                    context.Response.ContentType = "text/csv";
                    context.Response.Headers.ETag = "\"1\"";
                    await using var lease = await pools.Api.LeaseAsync();
                });
            },
            TinyPool,
            begin: static app => app.Use(static (context, next) =>
            {
                context.Response.Headers["X-Request-Id"] = "17";
                return next(context);
            }));
        await using var held = await service.Pools.Api.LeaseAsync();

        var answer = await service.GetAsync("/");

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("17", answer.Headers["X-Request-Id"]);
        Assert.False(answer.Headers.ContainsKey("ETag"));
    }

    [Fact]
    public async Task OtherExceptions_PassToTheApplication()
    {
        Exception? seen = null;
        var thrown = new TimeoutException("the application's own");
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", void () => throw thrown),
            begin: app => app.Use(async (context, next) =>
            {
                seen = await Record.ExceptionAsync(() => next(context));
            }));

        await service.GetAsync("/");

        Assert.Same(thrown, seen);
    }

    [Fact]
    public async Task Exhaustion_ManyRefusals_LogNoStackEach()
    {
        await using var service = await StartAsync();
        await using (await service.Pools.Api.LeaseAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.GetAsync("/")));
        }

        Assert.Single(
            service.Logs.GetSnapshot(),
            r => r.Level >= LogLevel.Warning && r.Message.Contains("exhausted", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Logs.GetSnapshot(), r => r.Exception is PoolExhaustedException);
    }

    [Fact]
    public async Task Exhaustion_WrappedByOtherCode_Answers503Too()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", async (ConnectionPools pools) =>
            {
                try
                {
                    await using var lease = await pools.Api.LeaseAsync();
                }
                catch (PoolExhaustedException exception)
                {
                    throw new InvalidOperationException("wrapped", exception);
                }
            }),
            TinyPool);
        await using var held = await service.Pools.Api.LeaseAsync();

        var answer = await service.GetAsync("/");

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task Exhaustion_AfterTheAnswerBegan_CutsTheAnswer()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", async (HttpContext context, ConnectionPools pools) =>
            {
                await context.Response.WriteAsync("half");
                await context.Response.Body.FlushAsync();
                await using var lease = await pools.Api.LeaseAsync();
            }),
            TinyPool);
        await using var held = await service.Pools.Api.LeaseAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => service.GetAsync("/"));
    }

    [Theory]
    [InlineData(0, 20, 10, 1)]
    [InlineData(99, 20, 1000, 5)]
    [InlineData(10_000, 1, 60_000, 60)]
    [InlineData(5, 0, 0, 1)]
    public void Estimate_GrowsWithWaitersAndHold_WithinBounds(int waiting, int places, int holdMs, int expected)
        => Assert.Equal(expected, RetryAfter.Estimate(waiting, places, TimeSpan.FromMilliseconds(holdMs)));

    private static Task<TestService> StartAsync(Action<WebApplicationBuilder>? configure = null)
        => TestService.StartAsync(
            app => app.MapGet("/", async (ConnectionPools pools) =>
            {
                await using var lease = await pools.Api.LeaseAsync();
            }),
            TinyPool,
            configure: configure);

    private static async Task<Answer> RefusedAsync()
    {
        await using var service = await StartAsync();
        await using var held = await service.Pools.Api.LeaseAsync();
        return await service.GetAsync("/");
    }
}
