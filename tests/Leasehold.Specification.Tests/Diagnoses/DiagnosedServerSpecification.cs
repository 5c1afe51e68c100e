using Leasehold.Specification.Tests.Databases;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.Specification.Tests.Diagnoses;

/// <summary>The server is asked on one connection at a time, and what it does not tell is said.</summary>
public abstract class DiagnosedServerSpecification<TDatabase> : DiagnosisSpecification<TDatabase>
    where TDatabase : ServerDatabase, new()
{
    [Fact]
    public async Task Diagnose_NothingIsWrong_SaysSo()
    {
        var pools = BuildPatient();

        var diagnosis = await pools.DiagnoseAsync(Ended);

        Assert.Empty(diagnosis.Findings);
        Assert.Equal(ServerAnswer.Answered, diagnosis.Server.Answer);
        Assert.EndsWith($":{Database.Port}", diagnosis.Server.Name, StringComparison.Ordinal);
        Assert.False(diagnosis.Server.IsReadOnly);
        Assert.InRange(diagnosis.Server.Connections!.Value, 0, diagnosis.Server.MaxConnections!.Value);
    }

    [Fact]
    public async Task Diagnose_ManyAskAtOnce_OpensOneConnectionAndClosesIt()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = BuildPatient(connectionString: Database.Via(proxy.Port));

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(
            () => pools.DiagnoseAsync(Ended))));

        Assert.All(answers, static answer => Assert.Equal(ServerAnswer.Answered, answer.Server.Answer));
        Assert.Equal((1, 1), (proxy.AcceptedCount, proxy.MostOpen));
        await Eventually.EqualAsync(0, () => Task.FromResult(proxy.OpenCount));
        await Eventually.EqualAsync(0, () => Database.CountConnectionsAsync(pools));
    }

    [Fact]
    public async Task Diagnose_AskedAgainAndAgain_HasNeverTwoConnections()
    {
        await using var proxy = TcpProxy.Start(Database.Port);
        var pools = BuildPatient(connectionString: Database.Via(proxy.Port));

        await Eventually.TrueAsync(
            async () =>
            {
                await pools.DiagnoseAsync(Ended);
                return proxy.AcceptedCount >= 3;
            },
            "it was asked three times");

        Assert.Equal(1, proxy.MostOpen);
    }

    [Fact]
    public async Task Diagnose_PoolIsFull_DoesNotWaitForIt()
    {
        var pools = BuildPatient(api => api.Size = 1);
        await using var lease = await TouchedLeaseAsync(pools.Api);

        var diagnosis = await pools.DiagnoseAsync(Ended);

        Assert.Equal(ServerAnswer.Answered, diagnosis.Server.Answer);
        Assert.Equal(1, pools.Api.Snapshot().Leased);
    }

    [Fact]
    public async Task Diagnose_ServerIsFrozen_SaysThatItDoesNotAnswer()
    {
        await using var server = await Database.StartPrivateAsync();
        var pools = BuildPatient(connectionString: server.ConnectionString, timeout: TimeSpan.FromSeconds(2));
        await using var lease = await TouchedLeaseAsync(pools.Api);
        await AnswersAsync(pools);
        server.Freeze();
        try
        {
            var found = await FindAsync(pools, DiagnosisKind.ServerSilent);

            Assert.Contains("restart the server or fail over", found.Action, StringComparison.Ordinal);
            var again = await pools.DiagnoseAsync(Ended).WaitAsync(Patience, Ended);
            Assert.Equal(ServerAnswer.Silent, again.Server.Answer);
        }
        finally
        {
            server.Thaw();
        }

        await AnswersAsync(pools);
    }

    [Fact]
    public async Task Diagnose_ServerIsUnreachable_SaysSo()
    {
        var pools = BuildPatient(connectionString: Database.UnreachableConnectionString);

        var diagnosis = await pools.DiagnoseAsync(Ended);

        Assert.Equal(ServerAnswer.Unreachable, diagnosis.Server.Answer);
        Assert.Equal(DiagnosisKind.ServerUnreachable, Assert.Single(diagnosis.Findings).Kind);
    }

    [Fact]
    public async Task Diagnose_NoConnectionIsLeft_SaysThatTheServerIsFull()
    {
        await using var user = await Database.CreateLimitedUserAsync(1);
        var pools = BuildPatient(connectionString: user.ConnectionString);
        await using var other = Database.Connect(user.ConnectionString);
        await other.OpenAsync(Ended);

        var diagnosis = await pools.DiagnoseAsync(Ended);

        Assert.Equal(ServerAnswer.Full, diagnosis.Server.Answer);
        Assert.Equal(DiagnosisKind.ServerFull, Assert.Single(diagnosis.Findings).Kind);
    }

    [Fact]
    public async Task Diagnose_RightsAreMissing_SaysWhichAndStillNamesOwnLeases()
    {
        await using var user = await Database.CreateLimitedUserAsync(10);
        var pools = BuildPatient(connectionString: user.ConnectionString);
        await using var lease = await TouchedLeaseAsync(pools.Api);

        var diagnosis = await pools.DiagnoseAsync(Ended);

        Assert.Equal(ServerAnswer.Answered, diagnosis.Server.Answer);
        Assert.Contains(diagnosis.Notes, note => note.Contains($"GRANT {Right}", StringComparison.Ordinal));
        Assert.Empty(diagnosis.Findings);
    }

    private static Task AnswersAsync(ConnectionPools pools)
        => Eventually.TrueAsync(
            async () => (await pools.DiagnoseAsync(Ended)).Server.Answer == ServerAnswer.Answered,
            "the server answers",
            TimeSpan.FromSeconds(60));

    /// <summary>What an ordinary user lacks.</summary>
    protected abstract string Right { get; }
}
