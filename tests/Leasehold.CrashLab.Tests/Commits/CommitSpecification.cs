using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Oracle;
using Leasehold.CrashLab.Tests.Purchases;
using Leasehold.CrashLab.Tests.Runs;
using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Network;

namespace Leasehold.CrashLab.Tests.Commits;

/// <summary>The line is cut while a COMMIT is on its way, and nobody has told the service what became of it.</summary>
public abstract class CommitSpecification
{
    private const string Prefix = "commit-";

    private static readonly string[] Patient =
    [
        "--Leasehold:Durable:Operations:payment.charge:CallTimeout=00:00:20",
        "--Payments:Gateway:Timeout=00:00:15",
        "--Payments:Gateway:NotFoundGrace=00:00:15",
        "--Payments:AnswerWithin=00:00:15",
    ];

    [Fact]
    public Task StageOne_ItsCommitTakesEffect_OneCharge() => RunAsync(beforeCharge: true, isUndone: false);

    [Fact]
    public Task StageOne_ItsCommitIsUndone_OneCharge() => RunAsync(beforeCharge: true, isUndone: true);

    [Fact]
    public Task StageThree_ItsCommitTakesEffect_OneCharge() => RunAsync(beforeCharge: false, isUndone: false);

    [Fact]
    public Task StageThree_ItsCommitIsUndone_OneCharge() => RunAsync(beforeCharge: false, isUndone: true);

    /// <summary>A server on which commits may be held up; skips the test where there is none.</summary>
    private protected abstract Task<IDatabaseEndpoint> FindServerAsync();

    private protected abstract Task<(LabDatabase Database, CommitGate Gate)> OpenAsync(
        IDatabaseEndpoint server, int proxyPort);

    private async Task RunAsync(bool beforeCharge, bool isUndone)
    {
        var server = await FindServerAsync();
        await using var proxy = TcpProxy.Start(server.Port);
        var (database, gate) = await OpenAsync(server, proxy.Port);
        await using var bench = await Bench.OpenAsync(database);
        await using var _ = gate;
        await bench.Gateway.SetFaultsAsync("""{"charges":{"answer_delay_ms":2000}}""");
        await using var service = await bench.StartAsync(null, Patient);
        await gate.PrepareAsync();
        using var client = new PaymentClient(service.Address, TimeSpan.FromSeconds(30));
        var crowd = Crowd.Of(1, Prefix);
        await crowd.OrderAsync(client);

        var closing = beforeCharge ? gate.CloseAsync() : CloseOnceChargedAsync(bench, gate);
        if (beforeCharge)
        {
            await closing;
        }

        var paying = crowd.DriveAsync(client);
        await closing;
        await gate.WaitAsync();
        proxy.CutAll();
        if (isUndone)
        {
            await gate.UndoAsync();
        }

        await gate.OpenAsync();
        await paying;
        await crowd.FinishAsync(client, TimeSpan.FromSeconds(30));

        Assert.Equal(1, await bench.Gateway.ChargesMadeAsync());
        Assert.Equal(0, crowd.All[0].FailedAttempts);
        Assert.Empty(Invariants.BrokenAtEnd(
            await Books.ReadAsync(database, Prefix), await bench.Gateway.LedgerAsync(), crowd.All));
    }

    private static async Task CloseOnceChargedAsync(Bench bench, CommitGate gate)
    {
        await Pause.UntilAsync(
            async () => await bench.Gateway.ChargesMadeAsync() == 1, "the charge is made", TimeSpan.FromSeconds(20));
        await gate.CloseAsync();
    }
}
