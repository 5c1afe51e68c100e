using System.Diagnostics;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>Calls that are not HTTP, seen by the activity sources of their clients.</summary>
public sealed class ActivitySourceTests : GuardSpecification<SqliteDatabase>
{
    private readonly ActivitySource _broker = new($"Broker.{Guid.NewGuid():n}.Publisher");

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _broker.Dispose();
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData(ActivityKind.Producer)]
    [InlineData(ActivityKind.Client)]
    public async Task Call_OfASourceInTheList_IsReportedUnderItsNameAndChangesNothing(ActivityKind kind)
    {
        var pools = Build(guard: Watching(_broker.Name, GuardMode.Throw));
        using var flow = Flow.Begin("POST /orders", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        using (var activity = _broker.StartActivity("publish secret", kind))
        {
            Assert.Null(activity);
        }

        AssertReported(pools, endpoint: "POST /orders", target: _broker.Name);
    }

    [Fact]
    public async Task Call_OfASourceByTheBeginningOfItsName_IsReported()
    {
        var pools = Build(guard: Watching(_broker.Name[..20] + "*"));
        await using var lease = await pools.Api.LeaseAsync(Ended);

        _broker.StartActivity("publish", ActivityKind.Producer)?.Dispose();

        AssertReported(pools, target: _broker.Name);
    }

    [Fact]
    public async Task Call_ThatSomebodyTraces_IsSeenUntilItEnds()
    {
        var pools = Build(guard: Watching(_broker.Name));
        using var tracing = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, _broker),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(tracing);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        using (Assert.IsType<Activity>(_broker.StartActivity("publish", ActivityKind.Producer)))
        {
            Assert.Equal(_broker.Name, pools.Api.Snapshot().Holders[0].ExternalHost);
        }

        Assert.Null(pools.Api.Snapshot().Holders[0].ExternalHost);
        AssertReported(pools, target: _broker.Name);
    }

    [Theory]
    [InlineData(ActivityKind.Consumer, true)]
    [InlineData(ActivityKind.Internal, true)]
    [InlineData(ActivityKind.Producer, false)]
    public async Task Call_ThatIsNone_IsNotReported(ActivityKind kind, bool holds)
    {
        var pools = Build(guard: Watching(_broker.Name));
        await using var lease = holds ? await pools.Api.LeaseAsync(Ended) : null;

        _broker.StartActivity("work", kind)?.Dispose();

        AssertQuiet(pools, calls: 0);
    }

    [Fact]
    public async Task Call_OfAnAllowedSource_IsNotReported()
    {
        var options = Watching(_broker.Name);
        options.Allow.Add(_broker.Name);
        var pools = Build(guard: options);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        _broker.StartActivity("publish", ActivityKind.Producer)?.Dispose();

        AssertQuiet(pools, calls: 0);
    }

    [Fact]
    public async Task Listener_IsThereWhilePoolsAre()
    {
        var guard = new ExternalCallGuard(Watching(_broker.Name));
        Assert.False(_broker.HasListeners());

        var (first, second) = (Make(), Make());
        Assert.True(_broker.HasListeners());

        await first.DisposeAsync();
        Assert.True(_broker.HasListeners());
        await second.DisposeAsync();
        Assert.False(_broker.HasListeners());

        ConnectionPools Make()
            => new ConnectionPoolsBuilder(Database.CreateProvider(), new LeaseholdOptions { ApplicationName = "both" })
            {
                Guard = guard,
            }.Build();
    }

    [Fact]
    public void Listener_ModeOff_IsNotThereUntilItIsOn()
    {
        var pools = Build(guard: Watching(_broker.Name, GuardMode.Off));
        Assert.False(_broker.HasListeners());

        pools.Guard.Apply(new GuardOptions { Mode = GuardMode.Log });
        Assert.True(_broker.HasListeners());

        pools.Guard.Apply(new GuardOptions { Mode = GuardMode.Off });
        Assert.False(_broker.HasListeners());
    }

    private static GuardOptions Watching(string source, GuardMode mode = GuardMode.Log)
    {
        var options = new GuardOptions { Mode = mode };
        options.ActivitySources.Add(source);
        return options;
    }
}
