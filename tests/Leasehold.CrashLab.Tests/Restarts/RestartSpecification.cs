using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Oracle;
using Leasehold.CrashLab.Tests.Purchases;
using Leasehold.CrashLab.Tests.Runs;
using Leasehold.LocalServers.Databases;
using Leasehold.LocalServers.Servers;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.CrashLab.Tests.Restarts;

/// <summary>The database goes away in the middle of everything, and comes back.</summary>
public abstract class RestartSpecification
{
    private const string Prefix = "restart-";
    private const int Customers = 60;

    [Theory]
    [InlineData(StopMode.Orderly)]
    [InlineData(StopMode.Kill)]
    public async Task Restart_UnderLoad_NothingIsLostOrDoneTwice(StopMode mode)
    {
        var found = await TryStartServerAsync();
        Assert.SkipWhen(found.IsMissing, found.Reason);
        await using var server = found.Server;
        await using var bench = await Bench.OpenAsync(await OpenAsync(server));
        await bench.Gateway.SetFaultsAsync("""{"latency_ms":50,"latency_spread_ms":200}""");
        await using var one = await bench.StartAsync();
        await using var other = await bench.StartAsync();
        using var client = new PaymentClient(one.Address);
        using var otherClient = new PaymentClient(other.Address);
        Crowd[] crowds =
            [Crowd.Of(Customers / 2, $"{Prefix}a-", 5_000), Crowd.Of(Customers / 2, $"{Prefix}b-", 5_000)];

        var paying = Task.WhenAll(
            crowds[0].FinishAsync(client, TimeSpan.FromSeconds(60)),
            crowds[1].FinishAsync(otherClient, TimeSpan.FromSeconds(60)));
        await Pause.UntilAsync(
            async () => await bench.Gateway.ChargesMadeAsync() >= Customers / 4,
            "they are in the middle of it",
            TimeSpan.FromSeconds(20));
        await server.RestartAsync(mode);
        await paying;
        await Pause.UntilAsync(
            async () => (await Books.JournalAsync(bench.Database)).Open == 0, "all is over", TimeSpan.FromSeconds(30));

        var books = await Books.ReadAsync(bench.Database, Prefix);
        Assert.Empty(Invariants.BrokenAtEnd(
            books, await bench.Gateway.LedgerAsync(), [.. crowds.SelectMany(static crowd => crowd.All)]));
    }

    private protected abstract Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync();

    private protected abstract Task<LabDatabase> OpenAsync(IDatabaseServer server);
}
