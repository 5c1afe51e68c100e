using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Guards;

/// <summary>The shapes in which nothing is held, or what is done is meant: none is reported.</summary>
public abstract class QuietGuardSpecification<TDatabase> : GuardSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private static readonly GuardOptions Throwing = new() { Mode = GuardMode.Throw };

    [Fact]
    public async Task Call_NothingLeased_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        using var flow = Flow.Begin("GET /nothing", Workload.Api);

        await CallAsync();

        AssertQuiet(pools);
    }

    [Fact]
    public async Task Call_AfterTheLeaseIsReturned_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        using var flow = Flow.Begin("GET /after", Workload.Api);
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
        await pools.InSessionAsync(ReadOneAsync, Ended);

        await CallAsync();

        AssertQuiet(pools);
    }

    [Fact]
    public async Task Call_AfterALeaseOutsideAnyFlow_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
        await using (await pools.Api.OpenConnectionAsync(Ended))
        {
        }

        await CallAsync();

        AssertQuiet(pools);
    }

    [Fact]
    public async Task Call_ExporterBesideALease_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        using var flow = Flow.Begin("GET /traced", Workload.Api);
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var exporter = ExportOutsideAsync();
        await using var lease = await pools.Api.LeaseAsync(Ended);

        due.SetResult();
        await exporter;

        AssertQuiet(pools);

        Task ExportOutsideAsync()
        {
            // As an exporter runs: on a thread that was started before any request.
            using (ExecutionContext.SuppressFlow())
            {
                return Task.Run(async () =>
                {
                    await due.Task;
                    await CallAsync();
                });
            }
        }
    }

    [Fact]
    public async Task Call_HealthProbeThatAsksDatabaseThenNeighbour_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        using var flow = Flow.Begin("health probe", Workload.Api);
        await pools.InReadSessionAsync(ReadOneAsync, Ended);

        await CallAsync();

        AssertQuiet(pools);
    }

    [Fact]
    public async Task Call_LeftRunningAfterTheRequest_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        var due = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task left;
        ConnectionLease held;
        using (Flow.Begin("POST /quick", Workload.Api))
        {
            left = LaterAsync();
            held = await pools.Api.LeaseAsync(Ended);
        }

        due.SetResult();
        await left;

        AssertQuiet(pools);
        await held.DisposeAsync();

        async Task LaterAsync()
        {
            await due.Task;
            await CallAsync();
        }
    }

    [Fact]
    public async Task Call_WorkerBesideOneThatHolds_IsNotReported()
    {
        var pools = Build(guard: Throwing);

        // Both inherit from a method that leased, and has returned what it had.
        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
        await using (await pools.Api.LeaseAsync(Ended))
        {
        }

        var holds = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = HoldAsync();
        await holds.Task;
        await Task.Run(CallAsync, Ended);
        done.SetResult();
        await holding;

        AssertQuiet(pools);

        async Task HoldAsync()
        {
            await using var lease = await pools.Api.LeaseAsync(Ended);
            holds.SetResult();
            await done.Task;
        }
    }

    [Fact]
    public async Task Call_ChildFlowBesideItsParentsLease_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        using var circuit = Flow.Begin("circuit", Workload.Api);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        using (Flow.Begin("circuit call", Workload.Api))
        {
            await CallAsync();
        }

        AssertQuiet(pools);
    }

    [Fact]
    public async Task Call_InTheCallStage_IsNotReported()
    {
        var pools = Build(guard: Throwing);
        var staged = new StagedOperations(pools);

        await staged.RunAsync<int, int, int>(
            prepare: static (_, _) => Task.FromResult(1),
            call: async (prepared, _) =>
            {
                await CallAsync();
                return prepared;
            },
            save: static (_, _, reply, _) => Task.FromResult(reply),
            declined: static (_, _, _, _) => Task.FromResult(0),
            cancellationToken: Ended);

        AssertQuiet(pools);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("*.0.0.1")]
    [InlineData("{authority}")]
    public async Task Call_AllowedTarget_IsNotReported(string allowed)
    {
        var options = new GuardOptions { Mode = GuardMode.Throw };
        options.Allow.Add(allowed.Replace("{authority}", Other.Authority, StringComparison.Ordinal));
        var pools = Build(guard: options);
        await using var lease = await pools.Api.LeaseAsync(Ended);

        await CallAsync();

        AssertQuiet(pools);
    }

    [Fact]
    public async Task Call_ModeOff_IsNotReported()
    {
        var pools = Build(guard: new GuardOptions { Mode = GuardMode.Off });
        await using var lease = await pools.Api.LeaseAsync(Ended);

        await CallAsync();

        AssertQuiet(pools);
    }

    [Fact]
    public async Task Call_OpeningFailed_LeavesNothingHeld()
    {
        var pools = Build(connectionString: Database.UnreachableConnectionString, guard: Throwing);
        using var flow = Flow.Begin("GET /down", Workload.Api);
        await Assert.ThrowsAnyAsync<Exception>(() => pools.Api.LeaseAsync(Ended).AsTask());

        await CallAsync();

        Assert.Equal(0, flow.HeldLeases);
        AssertQuiet(pools);
    }
}
