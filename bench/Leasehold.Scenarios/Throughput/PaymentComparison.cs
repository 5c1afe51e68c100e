using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;
using Leasehold.Testing.Servers.Network;
using Spectre.Console;

namespace Leasehold.Scenarios.Throughput;

/// <summary>Compares the payment service with a twin: payments per second, processor time, round trips.</summary>
internal sealed class PaymentComparison(
    Gateway gateway, EndpointStyle twin, int rounds, int payments, ScenarioReport report)
{
    public const int Clients = 50;

    private const double MinRatio = 0.9;
    private const double MinRatioOfExpert = 0.8;

    /// <summary>What runs beside the payments, such as a worker's look at its journal, asks the server too.</summary>
    private const double Beside = 0.1;

    /// <summary>Payments that do not count: the code has to reach its last tier on both sides.</summary>
    private const int WarmUpPayments = 2_000;

    private const int CountedPayments = 500;

    public Table Table { get; } = new Table().AddColumns(
        "database", "by hand", "Leasehold", "ratio, median", "lowest – highest",
        "CPU per payment, by hand / Leasehold", "round trips, by hand / Leasehold");

    public async Task RunAsync(DatabaseHome home)
    {
        report.Say($"{home.Name} …");
        await gateway.SetLatencyAsync(TimeSpan.Zero);
        await using var staged =
            await ServedEndpoint.StartAsync(EndpointStyle.Staged, home, gateway, ApiPool.Default, false);
        await using var byHand = twin == EndpointStyle.Expert
            ? await ServedEndpoint.StartAsync(twin, home, staged.Database.Shared(), gateway, ApiPool.Default)
            : await ServedEndpoint.StartAsync(twin, home, gateway, ApiPool.Default, false);
        using var byHandClient = new PaymentClient(byHand.Address);
        using var stagedClient = new PaymentClient(staged.Address);
        var figures = await Rounds.RunAsync(
            SideOf(byHand, byHandClient, payments), SideOf(staged, stagedClient, payments), rounds);
        var isServer = home.ServerConnectionString.Length > 0;
        double? handTrips = isServer ? await CountAsync(home, byHand) : null;
        double? trips = isServer ? await CountAsync(home, staged) : null;
        Table.AddRow(
            home.Name,
            $"{figures.ByHandPerSecond:N0}/s",
            $"{figures.StagedPerSecond:N0}/s",
            $"{figures.Ratio:0.00}",
            $"{figures.LowestRatio:0.00} – {figures.HighestRatio:0.00}",
            $"{figures.ByHandCpuMsEach:0.00} / {figures.StagedCpuMsEach:0.00} ms",
            isServer ? $"{handTrips:0.00} / {trips:0.00}" : "–");
        report.Keep(home.Name, new { figures, RoundTrips = new { ByHand = handTrips, Leasehold = trips } });
        Judge(home, figures, trips);
        if (string.Equals(home.Name, "mariadb", StringComparison.Ordinal) && twin == EndpointStyle.ByHand)
        {
            await BurstRun.RunAsync(gateway, staged, stagedClient, report);
        }
    }

    private void Judge(DatabaseHome home, RoundFigures figures, double? trips)
    {
        var isExpert = twin == EndpointStyle.Expert;
        var least = isExpert ? MinRatioOfExpert : MinRatio;
        report.Judge($"{home.Name}: at least {least:0.0}× the twin", $"{figures.Ratio:0.00}×",
            figures.Ratio >= least);
        report.Judge($"{home.Name}: every payment completes", $"{figures.Failed} failed", figures.Failed == 0);
        if (isExpert && trips is { } counted)
        {
            var most = home.Name == "mariadb" ? 7 : 5;
            report.Judge($"{home.Name}: at most {most} round trips", $"{counted:0.00}", counted <= most + Beside);
        }
    }

    private static Side SideOf(ServedEndpoint service, PaymentClient client, int payments)
        => new(
            () => service.ProcessorTime,
            async (round, counts) => await PaymentLoad.ClientsAsync(
                client,
                await service.Database.AddOrdersAsync($"{service.Style}-{round}", counts ? payments : WarmUpPayments),
                Clients));

    /// <summary>Round trips per payment, with one client: what is sent between two payments belongs to one.</summary>
    private async Task<double> CountAsync(DatabaseHome home, ServedEndpoint of)
    {
        await using var proxy = TcpProxy.Start(of.Database.Port);
        await using var side = await ServedEndpoint.StartAsync(
            of.Style, home, of.Database.Shared(proxy.Port), gateway, ApiPool.Default);
        using var client = new PaymentClient(side.Address);
        await PaymentLoad.ClientsAsync(
            client, await of.Database.AddOrdersAsync($"{of.Style}-first", CountedPayments), clients: 1);
        var orders = await of.Database.AddOrdersAsync($"{of.Style}-counted", CountedPayments);
        var before = proxy.Turns;
        var result = await PaymentLoad.ClientsAsync(client, orders, clients: 1);
        return (double)(proxy.Turns - before) / result.Total;
    }
}
