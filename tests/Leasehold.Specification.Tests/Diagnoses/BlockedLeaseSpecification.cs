using System.Data.Common;
using System.Text.Json;
using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Diagnoses;

/// <summary>A lease that waits in the database is told for whom: a line of this application, or a stranger.</summary>
public abstract class BlockedLeaseSpecification<TDatabase> : DiagnosisSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    private const string ThisFile = "BlockedLeaseSpecification.cs";

    /// <summary>A statement that runs for so long that nobody waits for its end.</summary>
    protected abstract string Sleep { get; }

    [Fact]
    public async Task Diagnose_OwnLeaseIsIdleInItsTransaction_NamesItsLineAndEndsIt()
    {
        var pools = BuildPatient(api => api.Size = 4);
        var table = await Database.CreateRowAsync();
        using var flow = Flow.Begin("POST /forgetful", Workload.Api);
        var line = Here() + 1;
        await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);
        await session.ExecuteAsync($"UPDATE {table} SET body = 'first' WHERE id = 1", Ended);
        var waiter = UpdateAsync(pools, table, "POST /patient");

        var found = await FindAsync(pools, DiagnosisKind.IdleInTransaction);

        var holder = found.Who!.Holder!;
        Assert.Equal(("POST /forgetful", ThisFile, line), (holder.Flow, holder.File, holder.Line));
        Assert.Equal(1, found.Waiting);
        Assert.True(found.For >= TimeSpan.FromSeconds(1));
        Assert.Contains($"{ThisFile}:{line}", found.Action, StringComparison.Ordinal);
        Assert.Contains("POST /patient", found.What, StringComparison.Ordinal);
        Assert.Equal(pools.Api.Name, found.Who.Pool);
        await AssertEndsAsync(found, waiter);
    }

    [Fact]
    public async Task Diagnose_OwnLeaseWaits_NamesWaiterAndBlocker()
    {
        var pools = BuildPatient(api => api.Size = 4);
        var table = await Database.CreateRowAsync();
        await using var blocker = await pools.Api.LeaseAsync(Ended);
        await using var transaction = await blocker.Connection.BeginTransactionAsync(Ended);
        await blocker.Connection.ExecuteAsync($"UPDATE {table} SET body = 'x' WHERE id = 1", transaction, Ended);
        var waiting = UpdateAsync(pools, table, "POST /patient");

        DiagnosedWait? wait = null;
        await Eventually.TrueAsync(
            async () => (wait = (await pools.DiagnoseAsync(Ended)).Waits.FirstOrDefault(
                static one => one.Waiter.Holder?.Flow == "POST /patient")) is not null,
            "the wait is seen",
            Patience);

        var waiter = wait!.Waiter;
        Assert.Equal(("UpdateAsync", "DiagnosisSpecification.cs"), (waiter.Holder!.Member, waiter.Holder.File));
        Assert.Equal("UPDATE", waiter.Session!.Statement);
        Assert.NotNull(wait.Waited);
        Assert.Contains(table.Split('.')[^1], wait.Table ?? "", StringComparison.Ordinal);
        var behind = Assert.Single(wait.Blockers);
        Assert.Equal((long)(int)Database.Physical(blocker.Connection), behind.Session!.Number);
        Assert.Equal(ThisFile, behind.Holder!.File);
        await transaction.CommitAsync(Ended);
        await waiting.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Diagnose_StrangerHasTheRow_NamesItAndHowToEndIt()
    {
        var pools = BuildPatient(api => api.Size = 4);
        var table = await Database.CreateRowAsync();
        await using var stranger = await LockOutsideAsync(table);
        var waiter = UpdateAsync(pools, table, "POST /patient");

        var found = await FindAsync(pools, DiagnosisKind.Stranger);

        Assert.True(found.Who!.IsStranger);
        Assert.Equal((long)(int)Database.Physical(stranger), found.Who.Session!.Number);
        Assert.Equal("127.0.0.1", found.Who.Session.Client);
        Assert.Contains("POST /patient", found.What, StringComparison.Ordinal);
        await AssertEndsAsync(found, waiter);
    }

    [Fact]
    public async Task Diagnose_ManyWaitForOneThatWorks_IsAConvoy()
    {
        var pools = BuildPatient(api => api.Size = 8);
        var table = await Database.CreateRowAsync();
        using var over = new CancellationTokenSource();
        var blocker = InFlowAsync("POST /hot", () => pools.InSessionAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync($"UPDATE {table} SET body = 'hot' WHERE id = 1", token);
                await session.ExecuteAsync(Sleep, over.Token);
            },
            Ended));
        await Eventually.TrueAsync(async () => !await Database.IsWritableAsync(table), "the row is locked");
        var waiters = Enumerable.Range(0, 4).Select(_ => UpdateAsync(pools, table, "POST /hot")).ToList();

        var found = await FindAsync(pools, DiagnosisKind.LockConvoy, static one => one.Waiting == 4);

        Assert.Equal("POST /hot", found.Who!.Holder!.Flow);
        Assert.Contains("POST /hot", found.What, StringComparison.Ordinal);
        await over.CancelAsync();
        await Record.ExceptionAsync(() => blocker.WaitAsync(Patience, Ended));
        await Task.WhenAll(waiters).WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Diagnose_SchemaChangeWaitsBehindALongRead_NamesBothAndCancelsTheChange()
    {
        var pools = BuildPatient(api => api.Size = 4);
        var table = await Database.CreateRowAsync();
        using var flow = Flow.Begin("GET /report", Workload.Api);
        var line = Here() + 1;
        await using var reader = await pools.BeginSessionAsync(cancellationToken: Ended);
        await reader.ReadAsync($"SELECT count(*) FROM {table}", Ended);
        await using var changing = await Database.OpenOutsideAsync();
        var change = changing.ExecuteAsync($"ALTER TABLE {table} ADD COLUMN more INT");
        await Eventually.TrueAsync(
            async () => (await pools.DiagnoseAsync(Ended)).Waits.Count > 0, "the change waits", Patience);
        var behind = UpdateAsync(pools, table, "POST /patient");

        var found = await FindAsync(pools, DiagnosisKind.SchemaChange, static one => one.Waiting == 2);

        Assert.Equal((ThisFile, line), (found.Who!.Holder!.File, found.Who.Holder.Line));
        Assert.Contains("ALTER", found.What, StringComparison.Ordinal);
        Assert.Contains("POST /patient", found.What, StringComparison.Ordinal);
        await AssertEndsAsync(found, behind);
        await Assert.ThrowsAnyAsync<DbException>(() => change);
    }

    [Fact]
    public async Task Diagnose_OwnLeaseCallsOutWithALock_SaysSo()
    {
        var pools = BuildPatient(api => api.Size = 4);
        var table = await Database.CreateRowAsync();
        using var flow = Flow.Begin("POST /calling", Workload.Api);
        await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);
        await session.ExecuteAsync($"UPDATE {table} SET body = 'first' WHERE id = 1", Ended);
        using var call = pools.Guard.Call("render.example");
        var waiter = UpdateAsync(pools, table, "POST /patient");

        var found = await FindAsync(pools, DiagnosisKind.ExternalCall, static one => one.Waiting > 0);

        Assert.Equal("POST /calling", found.Who!.Holder!.Flow);
        Assert.Contains("render.example", found.What, StringComparison.Ordinal);
        var diagnosis = await pools.DiagnoseAsync(Ended);
        Assert.Single(diagnosis.Findings, static one => one.Kind == DiagnosisKind.ExternalCall);
        await session.CommitAsync();
        await waiter.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Diagnose_HoldsNoValueAndNoSql()
    {
        const string Canary = "canary-7c2e";
        var pools = BuildPatient(api => api.Size = 4);
        var table = await Database.CreateRowAsync();
        await using var session = await pools.BeginSessionAsync(cancellationToken: Ended);
        await session.ExecuteAsync($"UPDATE {table} SET body = '{Canary}' WHERE id = 1", Ended);
        var waiter = UpdateAsync(pools, table, "POST /patient", Canary);
        await FindAsync(pools, DiagnosisKind.IdleInTransaction);

        var text = JsonSerializer.Serialize(await pools.DiagnoseAsync(Ended));

        Assert.Contains("POST /patient", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        Assert.DoesNotContain("SET body", text, StringComparison.OrdinalIgnoreCase);
        await session.CommitAsync();
        await waiter.WaitAsync(Patience, Ended);
    }

    [Fact]
    public async Task Snapshot_NamesTheServersSession()
    {
        var pools = BuildPatient();
        await using var lease = await TouchedLeaseAsync(pools.Api);

        var holder = Assert.Single(pools.Api.Snapshot().Holders);

        Assert.Equal((long)(int)Database.Physical(lease.Connection), holder.Session);
    }

    // Beside all pools and unpooled, since it will be ended: in a transaction that has written the row.
    private async Task<DbConnection> LockOutsideAsync(string table)
    {
        var connection = Database.Connect(Database.ConnectionString);
        await connection.OpenAsync(Ended);
        await connection.ExecuteAsync(Database.Begin);
        await connection.ExecuteAsync($"UPDATE {table} SET body = 'theirs' WHERE id = 1");
        return connection;
    }

    // The statement of the finding is given to the server: whoever waited goes on.
    private async Task AssertEndsAsync(DiagnosisFinding found, Task waiter)
    {
        Assert.False(waiter.IsCompleted);
        await Database.ExecuteAsync(found.Command!);
        await waiter.WaitAsync(Patience, Ended);
    }
}
