using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Leasehold.ServiceDefaults.Tests.Problems;

public sealed class FaultProblemTests
{
    private const string Canary = "canary-5f1d";

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task UnexpectedError_TellsItsTraceIdAndNothingElse(string environment)
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", string () => throw new InvalidOperationException(Canary)),
            configure: builder => builder.Environment.EnvironmentName = environment);

        var answer = await service.GetAsync("/");

        answer.AssertProblem(HttpStatusCode.InternalServerError);
        Assert.Equal("title status trace_id", answer.Members);
    }

    [Fact]
    public async Task UnexpectedError_IsLoggedOnceWithItsTraceId()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/orders/{number}", string () => throw new InvalidOperationException(Canary)));

        var answer = await service.GetAsync("/orders/4711");

        var record = Assert.Single(service.Logs.GetSnapshot(), r => r.Exception is not null);
        Assert.Equal(4910, record.Id.Id);
        Assert.Contains(answer.Json.GetProperty("trace_id").GetString()!, record.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", record.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnexpectedError_HeadersSetBefore_AreTakenBack()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", string (HttpContext context) =>
        {
            context.Response.Headers["X-Half"] = Canary;
            throw new InvalidOperationException();
        }));

        Assert.False((await service.GetAsync("/")).Headers.ContainsKey("X-Half"));
    }

    [Fact]
    public async Task UnknownRoute_Answers404Problem()
    {
        await using var service = await TestService.StartAsync();

        var answer = await service.GetAsync($"/{Canary}");

        answer.AssertProblem(HttpStatusCode.NotFound);
        Assert.DoesNotContain(Canary, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongMethod_Answers405ProblemAndAllow()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));

        var answer = await service.PostAsync("/", "{}");

        answer.AssertProblem(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("GET", answer.Headers["Allow"]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv")]
    [InlineData("text/html")]
    public async Task HandlersOwnProblem_WhateverIsAccepted_HasOurShape(string accept)
    {
        await using var service = await TestService.StartAsync(app => app.MapGet(
            "/", () => TypedResults.Problem("The order is paid.", statusCode: StatusCodes.Status409Conflict)));

        var answer = await service.GetAsync("/", change: r => r.Headers.Add("Accept", accept));

        answer.AssertProblem(HttpStatusCode.Conflict);
        Assert.Equal("The order is paid.", answer.Detail);
        Assert.False(answer.Json.TryGetProperty("traceId", out _));
    }

    [Fact]
    public async Task HandlersBareStatus_GetsABody()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", () => TypedResults.StatusCode(StatusCodes.Status409Conflict)));

        (await service.GetAsync("/")).AssertProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task CallerGone_IsNoError()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var service = await TestService.StartAsync(app =>
        {
            app.MapGet("/", async (HttpContext context) =>
            {
                context.Response.OnCompleted(() =>
                {
                    ended.SetResult();
                    return Task.CompletedTask;
                });
                started.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            });
        });
        using var leave = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        var asking = service.Client.SendAsync(request, leave.Token);
        await started.Task;

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await ended.Task;

        Assert.DoesNotContain(service.Logs.GetSnapshot(), r => r.Id.Id is 4910 or 4911 or 4912);
    }
}
