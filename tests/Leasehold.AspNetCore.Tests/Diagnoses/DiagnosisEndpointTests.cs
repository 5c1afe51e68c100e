using System.Net;
using System.Text.Json;
using Leasehold.Specification.Tests;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.AspNetCore.Tests;

public sealed class DiagnosisEndpointTests
{
    private const string Route = "/leasehold/diagnosis";

    [Fact]
    public async Task Diagnosis_AtRest_AnswersWithNoFinding()
    {
        await using var service = await StartAsync();

        var answer = await service.GetAsync(Route);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal("taken_at databases", answer.Members);
        var database = Assert.Single(answer.Json.GetProperty("databases").EnumerateArray());
        Assert.Equal("sqlite", database.GetProperty("system").GetString());
        Assert.Equal("not_asked", database.GetProperty("server").GetProperty("answer").GetString());
        Assert.Equal(0, database.GetProperty("findings").GetArrayLength());
        Assert.Equal(1, database.GetProperty("notes").GetArrayLength());
    }

    [Fact]
    public async Task Diagnosis_OfALeaseHeldAcrossACall_NamesLineTargetAndAction()
    {
        await using var service = await StartAsync();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = HoldAsync(service.Pools, held, released.Task);
        await held.Task;

        var finding = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
            {
                var databases = (await service.GetAsync(Route)).Json.GetProperty("databases");
                return databases[0].GetProperty("findings") is var all
                    && all.GetArrayLength() == 1
                    && (finding = all[0]).ValueKind == JsonValueKind.Object;
            },
            "the call is found");

        Assert.Equal("external_call", finding.GetProperty("kind").GetString());
        Assert.Contains("render.example", finding.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Contains("three stages", finding.GetProperty("action").GetString(), StringComparison.Ordinal);
        var holder = finding.GetProperty("who").GetProperty("holder");
        Assert.Equal("POST /calling", holder.GetProperty("flow").GetString());
        Assert.Equal("DiagnosisEndpointTests.cs", holder.GetProperty("file").GetString());
        released.SetResult();
        await holding;
    }

    [Fact]
    public async Task Diagnosis_OfAnUnknownDatabase_Answers404()
    {
        await using var service = await StartAsync();

        (await service.GetAsync($"{Route}?database=nowhere")).AssertProblem(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync($"{Route}?database=default")).Status);
    }

    [Theory]
    [InlineData("Production", HttpStatusCode.Forbidden)]
    [InlineData("Development", HttpStatusCode.OK)]
    public async Task Diagnosis_WithoutAPolicy_AnswersInDevelopmentOnly(string environment, HttpStatusCode status)
    {
        await using var service = await TestService.StartAsync(
            static app => app.MapLeaseholdDiagnosis(), environment: environment);

        Assert.Equal(status, (await service.GetAsync(Route)).Status);
    }

    // In a flow of its own: the test's own request would be a call of that flow as well.
    private static Task HoldAsync(ConnectionPools pools, TaskCompletionSource held, Task released)
        => Task.Run(async () =>
        {
            using var flow = Flow.Begin("POST /calling", Workload.Api);
            await using var lease = await pools.Api.LeaseAsync();
            using var call = pools.Guard.Call("render.example");
            held.SetResult();
            await released;
        });

    private static Task<TestService> StartAsync()
        => TestService.StartAsync(static app => app.MapLeaseholdDiagnosis().AllowAnonymous());
}
