using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Leasehold.OpenTelemetry.Tests;

/// <summary>A span for each stage and for a lease that waits, none for one that does not; no secret in any.</summary>
public sealed class TracingTests : IAsyncDisposable
{
    private static readonly string[] KnownTags =
    [
        "db.client.connection.pool.name", "leasehold.workload", "leasehold.outcome", "leasehold.durable.kind",
        "error.type",
    ];

    private readonly List<Activity> _exported = [];
    private readonly ActivitySource _own = new($"test-{Guid.NewGuid():n}");
    private readonly TracerProvider _provider;
    private readonly Scenario _scenario = new();

    public TracingTests()
        => _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(_own.Name)
            .AddLeaseholdInstrumentation()
            .AddInMemoryExporter(_exported)
            .Build();

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _scenario.DisposeAsync();
        _provider.Dispose();
        _own.Dispose();
    }

    [Fact]
    public async Task Spans_OfAStagedOperation_AreItsStages()
    {
        var staged = new StagedOperations(_scenario.Pools, time: _scenario.Clock);

        var spans = await InTraceAsync(() => RunAsync(staged, static () => Task.FromResult<CallOutcome<int>>(1)));

        Assert.Equal(
            "leasehold.prepare leasehold.call leasehold.save",
            string.Join(' ', spans.Select(static s => s.OperationName)));
        Assert.Equal("succeeded", spans[1].GetTagItem("leasehold.outcome"));
        Assert.All(spans, static span => Assert.NotEqual(ActivityStatusCode.Error, span.Status));
    }

    [Fact]
    public async Task Spans_OfACallThatFailed_TellTheKindOfErrorOnly()
    {
        var staged = new StagedOperations(_scenario.Pools, time: _scenario.Clock);

        var spans = await InTraceAsync(() => Assert.ThrowsAsync<CallOutcomeUnknownException>(
            () => RunAsync(staged, static () => throw new HttpRequestException(Scenario.Password))));

        var call = Assert.Single(spans, static span => span.OperationName == "leasehold.call");
        Assert.Equal("unknown", call.GetTagItem("leasehold.outcome"));
        Assert.Equal(typeof(HttpRequestException).FullName, call.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, call.Status);
    }

    [Fact]
    public async Task Spans_OfACallThatLeased_AreMarkedAsFailed()
    {
        var staged = new StagedOperations(_scenario.Pools, time: _scenario.Clock);

        var spans = await InTraceAsync(() => Assert.ThrowsAsync<StageViolationException>(
            () => RunAsync(staged, async () =>
            {
                await using var lease = await _scenario.Pools.Api.LeaseAsync(Ended);
                return 1;
            })));

        var call = Assert.Single(spans, static span => span.OperationName == "leasehold.call");
        Assert.Equal(typeof(StageViolationException).FullName, call.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, call.Status);
    }

    [Fact]
    public async Task Spans_OfALease_AreThereOnlyWhenItWaits()
    {
        // Once, so that a connection is open and idle.
        await (await _scenario.Pools.Api.LeaseAsync(Ended)).DisposeAsync();

        var spans = await InTraceAsync(_scenario.HoldAndWaitAsync);

        var wait = Assert.Single(spans);
        Assert.Equal("leasehold.lease", wait.OperationName);
        Assert.Equal(_scenario.Pools.Api.Name, wait.GetTagItem("db.client.connection.pool.name"));
        Assert.Equal("Api", wait.GetTagItem("leasehold.workload"));
    }

    private static Task<int> RunAsync(StagedOperations staged, Func<Task<CallOutcome<int>>> call)
        => staged.RunAsync<int, int, int>(
            prepare: static (_, _) => Task.FromResult(1),
            call: (_, _) => call(),
            save: static (_, _, reply, _) => Task.FromResult(reply),
            declined: static (_, _, _, _) => Task.FromResult(0),
            cancellationToken: Ended);

    /// <summary>Our spans of what the action does, in the order in which they began.</summary>
    private async Task<IReadOnlyList<Activity>> InTraceAsync(Func<Task> action)
    {
        ActivityTraceId trace;
        using (var root = _own.StartActivity("root"))
        {
            trace = root!.TraceId;
            await action();
        }

        var spans = _exported
            .Where(span => span.TraceId == trace && span.Source.Name == "Leasehold")
            .OrderBy(static span => span.StartTimeUtc)
            .ToList();
        foreach (var tag in spans.SelectMany(static span => span.TagObjects))
        {
            Assert.Contains(tag.Key, KnownTags, StringComparer.Ordinal);
            Assert.DoesNotContain(Scenario.Password, $"{tag.Value}", StringComparison.Ordinal);
        }

        return spans;
    }
}
