using System.CommandLine;
using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;
using Spectre.Console;

namespace Leasehold.Scenarios.Throughput;

/// <summary>The payment service beside the same endpoint written by hand without Leasehold.</summary>
internal static class ThroughputScenario
{
    private const int Clients = 50;
    private const double MinRatio = 0.9;

    public static Command Create()
    {
        var database = DatabaseOption.Create("all", "all", "sqlite", "postgresql", "mariadb");
        var rounds = new Option<int>("--rounds")
        {
            Description = "How many rounds each side has, in turns.",
            DefaultValueFactory = static _ => 15,
        };
        var payments = new Option<int>("--payments")
        {
            Description = "Payments per round.",
            DefaultValueFactory = static _ => 1_000,
        };
        var command = new Command("throughput", "The payment service beside a hand-written twin without Leasehold.")
        {
            database, rounds, payments,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(
            parsed.GetValue(database)!, parsed.GetValue(rounds), parsed.GetValue(payments))));
        return command;
    }

    private static async Task<int> RunAsync(string database, int rounds, int payments)
    {
        var report = new ScenarioReport("throughput", "Throughput beside a hand-written twin");
        report.Say($"{Clients} clients, gateway 0 ms, pool {ApiPool.Default}; {rounds} rounds of "
            + $"{payments:N0} payments "
            + "each, in turns. Both run the same statements; the twin on the driver's own data source.");
        await using var gateway = await Gateway.StartAsync();
        var table = new Table().AddColumns(
            "database", "by hand", "Leasehold", "ratio, median", "lowest – highest",
            "CPU per payment, by hand / Leasehold");
        var isAll = string.Equals(database, "all", StringComparison.Ordinal);
        foreach (var name in isAll ? DatabaseHome.Names : [database])
        {
            try
            {
                await CompareAsync(await DatabaseHome.OpenAsync(name), gateway, rounds, payments, report, table);
            }
            catch (MissingServerException missing) when (isAll)
            {
                report.Say($"{name} is left out: {missing.Message}");
            }
        }

        report.Show(table);
        return await report.FinishAsync();
    }

    private static async Task CompareAsync(
        DatabaseHome home, Gateway gateway, int rounds, int payments, ScenarioReport report, Table table)
    {
        report.Say($"{home.Name} …");
        await gateway.SetLatencyAsync(TimeSpan.Zero);
        await using var byHand =
            await ServedEndpoint.StartAsync(EndpointStyle.ByHand, home, gateway, ApiPool.Default, false);
        await using var staged =
            await ServedEndpoint.StartAsync(EndpointStyle.Staged, home, gateway, ApiPool.Default, false);
        using var byHandClient = new PaymentClient(byHand.Address);
        using var stagedClient = new PaymentClient(staged.Address);
        var figures = await Rounds.RunAsync(
            new Side(byHand, byHandClient), new Side(staged, stagedClient), Clients, rounds, payments);
        table.AddRow(
            home.Name,
            $"{figures.ByHandPerSecond:N0}/s",
            $"{figures.StagedPerSecond:N0}/s",
            $"{figures.Ratio:0.00}",
            $"{figures.LowestRatio:0.00} – {figures.HighestRatio:0.00}",
            $"{figures.ByHandCpuMsEach:0.00} / {figures.StagedCpuMsEach:0.00} ms");
        report.Keep(home.Name, figures);
        report.Judge($"{home.Name}: at least {MinRatio:0.0}× the twin", $"{figures.Ratio:0.00}×",
            figures.Ratio >= MinRatio);
        report.Judge($"{home.Name}: every payment completes", $"{figures.Failed} failed", figures.Failed == 0);
        if (string.Equals(home.Name, "mariadb", StringComparison.Ordinal))
        {
            await BurstRun.RunAsync(gateway, staged, stagedClient, report);
        }
    }
}
