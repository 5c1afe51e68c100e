using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore.Tests;

public sealed class FlowMiddlewareTests
{
    [Fact]
    public async Task Flow_RequestWithValuesInItsPath_IsNamedAfterTheTemplate()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/orders/{number}", (string number) => Flow.Current!.Name));

        Assert.Equal("GET /orders/{number}", (await service.GetAsync("/orders/4711")).Text);
    }

    [Fact]
    public async Task Flow_RouteInAGroup_IsNamedAfterTheWholeTemplate()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGroup("/api/v1").MapPost("orders/{number}/cancel", () => Flow.Current!.Name));

        var answer = await service.PostAsync("/api/v1/orders/1/cancel", "");

        Assert.Equal("POST /api/v1/orders/{number}/cancel", answer.Text);
    }

    [Fact]
    public async Task Flow_ApplicationThatCalledUseRoutingItself_IsNamedAllTheSame()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/orders/{number}", () => Flow.Current!.Name), begin: app => app.UseRouting());

        Assert.Equal("GET /orders/{number}", (await service.GetAsync("/orders/4711")).Text);
    }

    [Fact]
    public async Task UseLeasehold_BeforeUseRouting_SaysSoOnce()
    {
        await using var service = await TestService.StartAsync(static app =>
        {
            app.UseRouting();
            app.MapGet("/orders/{number}", static () => Flow.Current!.Name);
        });

        Assert.Equal("GET (no route)", (await service.GetAsync("/orders/4711")).Text);
        await service.GetAsync("/orders/4712");

        Assert.Single(service.Logs.GetSnapshot(), static record => record.Id.Id == 2031);
    }

    [Fact]
    public async Task UseLeasehold_WithoutItsServices_SaysWhichCallIsMissing()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.UseLeasehold());

        Assert.Contains("AddLeaseholdHttp", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_EndpointWithoutWorkload_LeasesFromApi()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", (ConnectionPools pools) => pools.Current.Workload.Name));

        Assert.Equal("Api", (await service.GetAsync("/")).Text);
    }

    [Fact]
    public async Task Flow_WithWorkload_LeasesFromThatPool()
    {
        await using var service = await TestService.StartAsync(app => app
            .MapGet("/", async (ConnectionPools pools) =>
            {
                await using var connection = await pools.Current.OpenConnectionAsync();
                return string.Join(' ', pools.Snapshot().Where(p => p.InUse == 1).Select(p => p.Workload));
            })
            .WithWorkload(Workload.Batch));

        Assert.Equal("Batch", (await service.GetAsync("/")).Text);
    }

    [Fact]
    public async Task Flow_WorkloadAttribute_LeasesFromThatPool()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", [Workload("Background")] (ConnectionPools pools) => pools.Current.Workload.Name));

        Assert.Equal("Background", (await service.GetAsync("/")).Text);
    }

    [Fact]
    public async Task Flow_Request_HasTheTraceIdOfItsProblems()
    {
        string? flowTrace = null;
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () =>
        {
            flowTrace = Flow.Current!.TraceId;
            return TypedResults.Problem();
        }));

        var answer = await service.GetAsync("/");

        Assert.Contains(flowTrace!, answer.Json.GetProperty("traceId").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flow_WorkLeftRunningAfterTheRequest_DoesNotSeeIt()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<(bool Before, bool After)>? left = null;
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () =>
        {
            left = ForgetAsync();
            return "ok";
        }));

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/")).Status);
        await FlowEnded(service);
        answered.SetResult();

        Assert.Equal((true, false), await left!);

        async Task<(bool Before, bool After)> ForgetAsync()
        {
            var before = Flow.Current is not null;
            await answered.Task;
            return (before, Flow.Current is not null);
        }
    }

    // The answer's bytes may reach the client before the middleware has ended the flow; a further request on the same
    // connection is served only after that.
    private static Task<Answer> FlowEnded(TestService service) => service.GetAsync("/health");
}
