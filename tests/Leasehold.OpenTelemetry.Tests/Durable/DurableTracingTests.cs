using System.Diagnostics;
using Leasehold.Durable;
using Leasehold.LocalServers.Files;
using Leasehold.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>The spans of a durable operation are those that the guide lists, below the span they belong to.</summary>
public sealed class DurableTracingTests : IAsyncDisposable
{
    private const string Kind = "order.ship";
    private const string Stages = "leasehold.prepare leasehold.call leasehold.save";

    private readonly ActivitySource _own = new($"durable-{Guid.NewGuid():n}");
    private readonly TemporaryFolder _folder = new("lh-otel-durable-");
    private readonly SpanRecorder _recorder = new("leasehold.recover");
    private readonly TracerProvider _provider;
    private readonly ShipOperation _shipping;
    private readonly IHost _host;

    public DurableTracingTests()
    {
        _shipping = new ShipOperation(_own);
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(_own.Name)
            .AddLeaseholdInstrumentation()
            .AddProcessor(_recorder)
            .Build();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(_shipping);
        builder.Services.AddLeasehold(builder.Configuration)
            .UseSqlite($"Data Source={_folder.File("ship.db")}")
            .AddDurable(static options => options.PollInterval = TimeSpan.FromMilliseconds(100))
            .AddOperation<ShipOperation>(Kind, static bounds =>
            {
                bounds.FirstPause = bounds.LongestPause = TimeSpan.FromMinutes(5);
                bounds.CallTimeout = TimeSpan.FromSeconds(2);
            });
        _host = builder.Build();
    }

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    private DurableOperations Operations => _host.Services.GetRequiredService<DurableOperations>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _provider.Dispose();
        _own.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Spans_OfARun_AreItsStagesBelowTheCallersSpan()
    {
        await _host.StartAsync(Ended);

        var (root, spans) = await RunInTraceAsync();

        Assert.Equal(Stages, string.Join(' ', StagesOf(spans).Select(static span => span.OperationName)));
        Assert.All(StagesOf(spans), stage => Assert.Equal(root.SpanId, stage.ParentSpanId));
        Assert.Equal("leasehold.call", ParentOf("in the call", spans));
        Assert.Equal("leasehold.save", ParentOf("in the save", spans));
        AssertAsDocumented(spans, outcome: "succeeded");
    }

    [Fact]
    public async Task Spans_OfACallThatThrows_TellThatItsOutcomeIsUnknown()
    {
        await _host.StartAsync(Ended);
        _shipping.OnCall = static () => throw new HttpRequestException(ShipOperation.Secret);

        var (_, spans) = await RunInTraceAsync();

        var call = Assert.Single(spans, static span => span.OperationName == "leasehold.call");
        Assert.Equal("unknown", call.GetTagItem("leasehold.outcome"));
        Assert.Equal(typeof(HttpRequestException).FullName, call.GetTagItem("error.type"));
        Assert.Equal((ActivityStatusCode.Error, null), (call.Status, call.StatusDescription));
        Assert.DoesNotContain(spans, static span => span.OperationName == "leasehold.save");
    }

    [Fact]
    public async Task Spans_OfACallThatIgnoresItsToken_EndAtItsTimeout()
    {
        await _host.StartAsync(Ended);
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _shipping.BeforeCall = never.Task;

        var (_, spans) = await RunInTraceAsync();

        var call = Assert.Single(spans, static span => span.OperationName == "leasehold.call");
        Assert.Equal("unknown", call.GetTagItem("leasehold.outcome"));
        Assert.Equal(typeof(TimeoutException).FullName, call.GetTagItem("error.type"));
        never.SetResult();
    }

    [Fact]
    public async Task Spans_OfAnOperationThatAWorkerRuns_AreBelowOneOfTheWorkers()
    {
        await _host.StartAsync(Ended);
        _shipping.OnCall = static () => CallOutcome<string>.Declined("sold out");
        ActivityTraceId caller;
        using (var root = _own.StartActivity("root"))
        {
            caller = root!.TraceId;
            await _host.Services.GetRequiredService<ConnectionPools>().InSessionAsync(
                (session, token) => Operations.AddAsync(
                    session, _shipping, new DurableStart<string>(ShipOperation.Secret), cancellationToken: token),
                Ended);
        }

        var recover = await _recorder.Awaited.WaitAsync(TimeSpan.FromSeconds(20), Ended);

        var spans = _recorder.Of(recover.TraceId);
        Assert.NotEqual(caller, recover.TraceId);
        Assert.Equal(default, recover.ParentSpanId);
        Assert.Equal(
            "leasehold.call leasehold.save",
            string.Join(' ', StagesOf(spans).Select(static span => span.OperationName)));
        Assert.All(StagesOf(spans), stage => Assert.Equal(recover.SpanId, stage.ParentSpanId));
        AssertAsDocumented(spans, outcome: "declined");
    }

    private static IEnumerable<Activity> StagesOf(IEnumerable<Activity> spans)
        => spans.Where(static span => Stages.Split(' ').Contains(span.OperationName, StringComparer.Ordinal));

    private static string ParentOf(string name, IReadOnlyList<Activity> spans)
    {
        var child = spans.Single(span => span.OperationName == name);
        return spans.Single(span => span.SpanId == child.ParentSpanId).OperationName;
    }

    private static void AssertAsDocumented(IEnumerable<Activity> spans, string outcome)
    {
        foreach (var span in spans.Where(static span => span.Source.Name == "Leasehold"))
        {
            var documented = SpanGuide.TagsOf(span.OperationName);
            var tags = span.TagObjects.Select(static tag => tag.Key);
            if (span.OperationName != "leasehold.lease")
            {
                documented = documented.Append("leasehold.durable.kind").Distinct(StringComparer.Ordinal);
                Assert.Equal(Kind, span.GetTagItem("leasehold.durable.kind"));
            }

            Assert.Equal(
                (span.OperationName, string.Join(' ', documented.Order(StringComparer.Ordinal))),
                (span.OperationName, string.Join(' ', tags.Order(StringComparer.Ordinal))));
            Assert.DoesNotContain(
                span.TagObjects, static tag => $"{tag.Value}".Contains("hunter2", StringComparison.Ordinal));
            Assert.Equal(ActivityStatusCode.Unset, span.Status);
            if (span.OperationName == "leasehold.call")
            {
                Assert.Equal(outcome, span.GetTagItem("leasehold.outcome"));
            }
        }
    }

    private async Task<(Activity Root, IReadOnlyList<Activity> Spans)> RunInTraceAsync()
    {
        Activity root;
        using (root = _own.StartActivity("root")!)
        {
            await Operations.RunAsync(
                _shipping,
                static (_, _) => Task.FromResult(new DurableStart<string>(ShipOperation.Secret)),
                cancellationToken: Ended);
        }

        return (root, _recorder.Of(root.TraceId));
    }
}
