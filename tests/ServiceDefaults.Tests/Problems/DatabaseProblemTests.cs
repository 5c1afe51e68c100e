using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Leasehold.ServiceDefaults.Tests.Problems;

public sealed class DatabaseProblemTests
{
    [Theory]
    [InlineData(DatabaseErrorKind.TooManyConnections)]
    [InlineData(DatabaseErrorKind.ConnectionBroken)]
    [InlineData(DatabaseErrorKind.Transient)]
    [InlineData(DatabaseErrorKind.CommandTimeout)]
    public async Task DriverError_ThatPasses_Answers503WithRetryAfter(DatabaseErrorKind kind)
    {
        var answer = await FailAsync(new ScriptedException(kind));

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
    }

    [Theory]
    [InlineData(DatabaseErrorKind.Other)]
    [InlineData(DatabaseErrorKind.UniqueViolation)]
    public async Task DriverError_ThatIsADefect_Answers500(DatabaseErrorKind kind)
        => (await FailAsync(new ScriptedException(kind))).AssertProblem(HttpStatusCode.InternalServerError);

    [Theory]
    [InlineData(DatabaseErrorKind.ConnectionBroken)]
    [InlineData(DatabaseErrorKind.Other)]
    public async Task DriverError_BodyRepeatsNothingOfIt(DatabaseErrorKind kind)
        => Assert.DoesNotContain("db-7", (await FailAsync(new ScriptedException(kind))).Text, StringComparison.Ordinal);

    [Fact]
    public async Task DriverError_ManyWhileTheDatabaseIsDown_AreLoggedOnce()
    {
        await using var service = await StartAsync(new ScriptedProvider
        {
            OnOpen = _ => throw new ScriptedException(DatabaseErrorKind.ConnectionBroken),
        });

        for (var i = 0; i < 10; i++)
        {
            await service.GetAsync("/");
        }

        Assert.Single(service.Logs.GetSnapshot(), r => r.Id.Id == 4911);
        Assert.DoesNotContain(service.Logs.GetSnapshot(), r => r.Id.Id == 4910);
    }

    [Fact]
    public async Task ConnectTimeout_Answers503WithRetryAfter()
    {
        var provider = new ScriptedProvider { OnOpen = token => Task.Delay(Timeout.Infinite, token) };
        await using var service = await StartAsync(provider);

        var answer = await service.GetAsync("/");

        answer.AssertProblem(HttpStatusCode.ServiceUnavailable);
        Assert.True(answer.Headers.ContainsKey("Retry-After"));
    }

    [Fact]
    public async Task ClosedPool_Answers503()
    {
        await using var service = await StartAsync(new ScriptedProvider());
        await service.Pools.DisposeAsync();

        (await service.GetAsync("/")).AssertProblem(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task UnknownCommit_InvitesNoRepetition()
    {
        var provider = new ScriptedProvider
        {
            OnCommit = () => throw new ScriptedException(DatabaseErrorKind.ConnectionBroken),
        };
        await using var service = await StartAsync(provider);

        var answer = await service.GetAsync("/");

        answer.AssertProblem(HttpStatusCode.InternalServerError);
        Assert.False(answer.Headers.ContainsKey("Retry-After"));
    }

    private static Task<TestService> StartAsync(ScriptedProvider provider) => TestService.StartAsync(
        app => app.MapGet("/", (ConnectionPools pools) => pools.InSessionAsync((_, _) => Task.FromResult("done"))),
        [
            ("Leasehold:Pools:Api:AcquireTimeout", "00:00:00.100"),
            ("Leasehold:Pools:Batch:AcquireTimeout", "00:00:00.100"),
        ],
        provider);

    private static async Task<Answer> FailAsync(ScriptedException exception)
    {
        var provider = new ScriptedProvider();
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", string () => throw new InvalidOperationException("outer", exception)),
            provider: provider);
        return await service.GetAsync("/");
    }
}
