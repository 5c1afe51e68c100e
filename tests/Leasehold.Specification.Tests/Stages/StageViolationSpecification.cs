using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.Pools;

namespace Leasehold.Specification.Tests.Stages;

/// <summary>No connection is held while an external call runs, however deep in it the lease is asked for.</summary>
public abstract class StageViolationSpecification<TDatabase> : PoolSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    [Fact]
    public async Task Call_LeasingDirectly_Throws()
        => await AssertViolationAsync(static async pools => await (await pools.Api.LeaseAsync(Ended)).DisposeAsync());

    [Fact]
    public async Task Call_LeasingThreeAwaitsDeep_Throws()
        => await AssertViolationAsync(static async pools =>
        {
            await OneAsync();

            async Task OneAsync()
            {
                await Task.Yield();
                await TwoAsync();
            }

            async Task TwoAsync()
            {
                await Task.Delay(1, Ended).ConfigureAwait(false);
                await ThreeAsync();
            }

            async Task ThreeAsync()
            {
                await Task.Yield();
                await using var lease = await pools.Api.LeaseAsync(Ended);
            }
        });

    [Fact]
    public async Task Call_LeasingUnderWhenAll_Throws()
        => await AssertViolationAsync(static pools => Task.WhenAll(
            Task.Run(static () => { }, Ended),
            Task.Run(async () => await (await pools.Background.LeaseAsync(Ended)).DisposeAsync(), Ended)));

    [Fact]
    public async Task Call_LeasingBlocking_Throws()
        => await AssertViolationAsync(static async pools =>
        {
            await Task.Yield();
            using var lease = pools.Api.Lease();
        });

    [Fact]
    public async Task Call_BeginningASession_Throws()
        => await AssertViolationAsync(static pools => pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended));

    [Fact]
    public async Task Call_BeginningAReadSession_Throws()
        => await AssertViolationAsync(
            static pools => pools.InReadSessionAsync(static (_, _) => Task.FromResult(1), Ended));

    [Fact]
    public async Task Call_OpeningThroughTheDataSource_Throws()
        => await AssertViolationAsync(
            static async pools => await (await pools.Api.OpenConnectionAsync(Ended)).DisposeAsync());

    [Fact]
    public async Task Call_ExecutingACommand_Throws()
        => await AssertViolationAsync(
            pools => pools.Api.CreateCommand(Database.Select("1")).ExecuteScalarAsync(Ended));

    [Fact]
    public async Task Call_ParallelBranchOutsideOfIt_MayLease()
    {
        var pools = Build();
        using var flow = Flow.Begin("POST /both", Workload.Api);
        var isCalling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = RunAsync(pools, async _ =>
        {
            isCalling.SetResult();
            await mayAnswer.Task;
        });
        await isCalling.Task.WaitAsync(Patience, Ended);

        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
        await pools.InSessionAsync(static (_, _) => Task.CompletedTask, Ended);

        mayAnswer.SetResult();
        await running.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Call_WorkItLeftRunning_MayLeaseOnceTheCallHasEnded()
    {
        var pools = Build();
        var hasEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task leftRunning = Task.CompletedTask;
        await RunAsync(pools, _ =>
        {
            leftRunning = LeaseLaterAsync();
            return Task.CompletedTask;
        });

        hasEnded.SetResult();
        await leftRunning.WaitAsync(Patience, Ended);

        async Task LeaseLaterAsync()
        {
            await hasEnded.Task;
            await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();
        }
    }

    [Fact]
    public async Task Run_AfterAViolation_IsNotHeldAgainstTheCaller()
    {
        var pools = Build();
        await Assert.ThrowsAsync<StageViolationException>(
            () => RunAsync(pools, static async p => await (await p.Api.LeaseAsync(Ended)).DisposeAsync()));

        await (await TouchedLeaseAsync(pools.Api)).DisposeAsync();

        AssertAtRest(pools.Api);
    }

    private async Task AssertViolationAsync(Func<ConnectionPools, Task> call)
    {
        var pools = Build();

        var violation = await Assert.ThrowsAsync<StageViolationException>(() => RunAsync(pools, call));

        Assert.StartsWith(pools.Api.Name.Split('/')[0], violation.Pool, StringComparison.Ordinal);
        Assert.Equal(1, pools.All.Sum(static pool => pool.Snapshot(0).Leased)); // stage 1, and nothing since
        Assert.All(pools.All, AssertAtRest);
    }

    private static Task<int> RunAsync(ConnectionPools pools, Func<ConnectionPools, Task> call)
        => new StagedOperations(pools).RunAsync<int, int, int>(
            static (_, _) => Task.FromResult(1),
            async (_, _) =>
            {
                await call(pools);
                return 1;
            },
            static (_, _, _, _) => Task.FromResult(1),
            static (_, _, _, _) => Task.FromResult(2),
            static (_, _, _, _) => Task.FromResult(3),
            cancellationToken: Ended);
}
