using System.Diagnostics;
using System.Text.Json;
using Leasehold.Cli.Tests.Hosting;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Network;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Cli.Tests.Doctoring;

public sealed class DoctorCommandTests
{
    private const string Header = $"X-API-Key: {SmallHost.Key}";
    private const string Somewhere = "http://127.0.0.1:9/";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Doctor_NothingIsWrong_Ends0AndSaysSo()
    {
        await using var host = await SmallHost.StartAsync();

        var run = await DoctorAsync(host.Url, "--header", Header);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Nothing is wrong with 1 instance.", run.Output, StringComparison.Ordinal);
        Assert.Contains("pools   Api 0/", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public async Task Doctor_SomethingIsWrong_Ends1NamesWhoWhereAndWhatToDo()
    {
        await using var host = await SmallHost.StartAsync();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = HoldAsync(host.Pools, held, released.Task);
        await held.Task;

        var run = await UntilAsync(static run => run.ExitCode == 1, host.Url, "--header", Header);

        Assert.Contains("1. A connection is held across an external call", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"who +POST /calling\s+\(\w+,\s+DoctorCommandTests\.cs:\d+\),\s+pool ", run.Output);
        Assert.Contains("render.example", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"do +Split it into three stages at\s+DoctorCommandTests\.cs:\d+", run.Output);
        Assert.Contains("1 thing to look at, in 1 instance.", run.Output, StringComparison.Ordinal);
        released.SetResult();
        await holding;
    }

    [Fact]
    public async Task Doctor_OneRequestKeepsARowOfPostgreSql_NamesItsLineAndTheStatementThatEndsIt()
    {
        Assert.SkipWhen(PostgreSqlServer.MissingReason() is not null, PostgreSqlServer.MissingReason() ?? "");
        await using var server = await PostgreSqlServer.StartNewAsync(cancellationToken: Ended);
        await using var host = await SmallHost.StartAsync(postgreSql: server.ConnectionString);
        await host.Checkout.CreateAsync(Ended);
        using var client = new HttpClient { BaseAddress = new Uri(host.Url) };
        client.DefaultRequestHeaders.Add("X-API-Key", SmallHost.Key);
        var payments = Enumerable.Range(0, 6)
            .Select(_ => client.PostAsync(new Uri("/payments", UriKind.Relative), content: null, Ended))
            .ToList();

        var run = await UntilAsync(
            static run => run.Output.Contains("Idle in a transaction", StringComparison.Ordinal)
                && run.Output.Contains("5 wait on public.accounts", StringComparison.Ordinal),
            host.Url, "--header", Header);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"who +POST /payments \(PayAsync, Checkout\.cs:\d+\), pool shop/Api, session \d+", run.Output);
        Assert.Matches(@"do +Commit before the other work at Checkout\.cs:\d+", run.Output);
        Assert.Matches(@"now +SELECT pg_terminate_backend\(\d+\);", run.Output);
        Assert.DoesNotContain("balance", run.Everything, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        host.Checkout.GoOn();
        foreach (var payment in payments)
        {
            using var answer = await payment.WaitAsync(Bound, Ended);
            Assert.True(answer.IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task Doctor_AsJson_PrintsOneDocumentWithBothInstances()
    {
        await using var host = await SmallHost.StartAsync();

        var run = await DoctorAsync(host.Url, $"http://127.0.0.1:{FreePort.Next()}", "--json", "--header", Header);

        Assert.Equal(2, run.ExitCode);
        using var document = JsonDocument.Parse(run.Output);
        var instances = document.RootElement.GetProperty("instances");
        Assert.Equal(2, instances.GetArrayLength());
        Assert.Equal(host.Url, instances[0].GetProperty("url").GetString());
        Assert.Equal(
            "sqlite",
            instances[0].GetProperty("diagnosis").GetProperty("databases")[0].GetProperty("system").GetString());
        Assert.Contains("refused", instances[1].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "--header")]
    [InlineData("X-API-Key: another", "MapLeaseholdDiagnosis().RequireAuthorization")]
    public async Task Doctor_MayNotLook_Ends2AndSaysWhatToDo(string? header, string what)
    {
        await using var host = await SmallHost.StartAsync();

        var run = await DoctorAsync([host.Url, .. header is null ? [] : (string[])["--header", header]]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(what, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("another", run.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NoDiagnosisIsMapped_Ends2AndSaysHowToMapIt()
    {
        await using var host = await SmallHost.StartAsync(isMapped: false);

        var run = await DoctorAsync(host.Url, "--header", Header);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("app.MapLeaseholdDiagnosis()", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_NothingListens_Ends2AndSaysSo()
    {
        var run = await DoctorAsync($"http://127.0.0.1:{FreePort.Next()}");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("The connection was refused", run.Errors, StringComparison.Ordinal);
        Assert.Contains("No instance could be asked.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_InstanceDoesNotAnswer_Ends2WithinItsBound()
    {
        await using var host = await SmallHost.StartAsync(
            static context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var started = Stopwatch.GetTimestamp();

        var run = await DoctorAsync(host.Url, "--header", Header);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("It did not answer within 10 s", run.Errors, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(started) < Bound);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("""{ "status": "up" }""")]
    [InlineData("[]")]
    public async Task Doctor_SomethingElseAnswers_Ends2(string body)
    {
        await using var host = await SmallHost.StartAsync(context => context.Response.WriteAsync(body));

        var run = await DoctorAsync(host.Url, "--header", Header);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no diagnosis of Leasehold's", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_AnswerHoldsControlSigns_PrintsNone()
    {
        await using var host = await SmallHost.StartAsync(static context => context.Response.WriteAsync(
            """
            { "databases": [ { "name": "default", "system": "x\u001b[2J", "findings": [
              { "kind": "stranger", "what": "a\u001b[31m\u0007b\n9. made up", "for_ms": 1, "waiting": 0 } ] } ] }
            """));

        var run = await DoctorAsync(host.Url, "--header", Header);

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u0007', run.Output);
        Assert.DoesNotContain("\n9. made up", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("shop:8080")]
    [InlineData("ftp://shop")]
    [InlineData(Somewhere, "--header", "secret-without-colon")]
    public async Task Doctor_WrongArgument_Ends2AndRepeatsNoSecret(params string[] arguments)
    {
        var run = await DoctorAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("secret-without-colon", run.Everything, StringComparison.Ordinal);
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

    private static Task<ToolRun> DoctorAsync(params string[] arguments)
        => ToolRun.RunAsync(Ended, ["doctor", .. arguments]);

    // An answer of the server's serves a second, and what is held for a moment only is nothing to tell.
    private static async Task<ToolRun> UntilAsync(Func<ToolRun, bool> condition, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var run = await DoctorAsync(arguments);
            if (condition(run))
            {
                return run;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Bound, $"Still {run.ExitCode}: {run.Everything}");
        }
    }
}
