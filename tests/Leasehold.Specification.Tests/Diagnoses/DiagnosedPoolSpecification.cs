using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Diagnoses;

/// <summary>What the pools know by themselves is in the diagnosis of every database.</summary>
public abstract class DiagnosedPoolSpecification<TDatabase> : DiagnosisSpecification<TDatabase>
    where TDatabase : DatabaseUnderTest, new()
{
    private const string ThisFile = "DiagnosedPoolSpecification.cs";

    [Fact]
    public async Task Diagnose_OneEndpointHasThePool_NamesItAndTheLine()
    {
        var pools = BuildPatient(api => api.Size = 1);
        await using var lease = await LeaseAsync(pools, "GET /greedy");
        var waiter = InFlowAsync("GET /patient", async () => await ReturnAsync([await pools.Api.LeaseAsync(Ended)]));

        var found = await FindAsync(pools, DiagnosisKind.PoolExhausted);

        Assert.Equal(("GET /greedy", ThisFile), (found.Who!.Holder!.Flow, found.Who.Holder.File));
        Assert.Equal(1, found.Waiting);
        Assert.Contains("GET /greedy holds 1 of", found.Action, StringComparison.Ordinal);
        await lease.DisposeAsync();
        await waiter.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Diagnose_FlowWaitsWhileItHolds_NamesWhatItHolds()
    {
        var pools = BuildPatient(api => api.Size = 1);
        var first = new TaskCompletionSource<ConnectionLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        var nested = InFlowAsync("POST /nested", async () =>
        {
            first.SetResult(await pools.Api.LeaseAsync(Ended));
            await ReturnAsync([await pools.Api.LeaseAsync(Ended)]);
        });

        var found = await FindAsync(pools, DiagnosisKind.NestedAcquire);

        Assert.Equal(("POST /nested", ThisFile), (found.Who!.Holder!.Flow, found.Who.Holder.File));
        Assert.Contains($"{ThisFile}:{found.Who.Holder.Line}", found.Action, StringComparison.Ordinal);
        await (await first.Task).DisposeAsync();
        await nested.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Diagnose_LeaseIsHeldAcrossACall_NamesLineAndTarget()
    {
        var pools = BuildPatient();
        using var flow = Flow.Begin("POST /calling", Workload.Api);
        await using var lease = await TouchedLeaseAsync(pools.Api);
        using var call = pools.Guard.Call("render.example");

        var found = await FindAsync(pools, DiagnosisKind.ExternalCall);

        Assert.Equal("POST /calling", found.Who!.Holder!.Flow);
        Assert.Contains("render.example", found.What, StringComparison.Ordinal);
        Assert.Contains("three stages", found.Action, StringComparison.Ordinal);
    }

    // The flow must not be that of the test, whose other leases would be nested.
    private static async Task<ConnectionLease> LeaseAsync(ConnectionPools pools, string flow)
    {
        ConnectionLease? lease = null;
        await InFlowAsync(flow, async () => lease = await pools.Api.LeaseAsync(Ended));
        return lease!;
    }
}

public sealed class MariaDbDiagnosedPoolTests : DiagnosedPoolSpecification<MariaDbDatabase>;

public sealed class PostgreSqlDiagnosedPoolTests : DiagnosedPoolSpecification<PostgreSqlDatabase>;
