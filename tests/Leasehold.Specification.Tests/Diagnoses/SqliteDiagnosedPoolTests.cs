using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Diagnoses;

public sealed class SqliteDiagnosedPoolTests : DiagnosedPoolSpecification<SqliteDatabase>
{
    [Fact]
    public async Task Diagnose_WritersWait_NamesWhoHasTheTurn()
    {
        var pools = BuildPatient();
        using var flow = Flow.Begin("POST /import", Workload.Api);
        var line = Here() + 1;
        await using var writer = await pools.BeginSessionAsync(cancellationToken: Ended);
        var waiter = InFlowAsync("POST /patient", () => pools.InSessionAsync(
            static (_, _) => Task.CompletedTask, Ended));

        var found = await FindAsync(pools, DiagnosisKind.WriterLine);

        Assert.Equal(("POST /import", line), (found.Who!.Holder!.Flow, found.Who.Holder.Line));
        Assert.Equal(1, found.Waiting);
        var diagnosis = await pools.DiagnoseAsync(Ended);
        Assert.Equal(ServerAnswer.NotAsked, diagnosis.Server.Answer);
        var wait = Assert.Single(diagnosis.Waits);
        Assert.Equal("POST /patient", wait.Waiter.Holder!.Flow);
        Assert.True(wait.Waiter.Holder.Line > 0);
        Assert.Equal("POST /import", Assert.Single(wait.Blockers).Holder!.Flow);
        await writer.DisposeAsync();
        await waiter.WaitAsync(Patience, Ended);
    }
}
