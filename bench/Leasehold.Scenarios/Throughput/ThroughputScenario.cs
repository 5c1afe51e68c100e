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
    private const string Expert = "expert";
    private const string Team = "team";

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
        var twin = new Option<string>("--twin")
        {
            Description = "team: the same statements on the raw data source; expert: fewest packets, no journal.",
            DefaultValueFactory = static _ => Team,
        };
        twin.AcceptOnlyFromAmong(Team, Expert);
        var command = new Command("throughput", "The payment service beside a hand-written twin without Leasehold.")
        {
            database, rounds, payments, twin,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(
            parsed.GetValue(database)!,
            parsed.GetValue(rounds),
            parsed.GetValue(payments),
            parsed.GetValue(twin) == Expert ? EndpointStyle.Expert : EndpointStyle.ByHand)));
        return command;
    }

    private static async Task<int> RunAsync(string database, int rounds, int payments, EndpointStyle twin)
    {
        var report = new ScenarioReport("throughput", "Throughput beside a hand-written twin");
        report.Say($"{PaymentComparison.Clients} clients, gateway 0 ms, pool {ApiPool.Default}; {rounds} rounds of "
            + $"{payments:N0} payments each, in turns. "
            + (twin == EndpointStyle.Expert
                ? "The twin sends each of its two transactions in one packet, and keeps no journal."
                : "Both run the same statements; the twin on the driver's own data source."));
        await using var gateway = await Gateway.StartAsync();
        var comparison = new PaymentComparison(gateway, twin, rounds, payments, report);
        var isAll = string.Equals(database, "all", StringComparison.Ordinal);
        foreach (var name in isAll ? DatabaseHome.Names : [database])
        {
            try
            {
                await comparison.RunAsync(await DatabaseHome.OpenAsync(name));
            }
            catch (MissingServerException missing) when (isAll)
            {
                report.Say($"{name} is left out: {missing.Message}");
            }
        }

        report.Show(comparison.Table);
        return await report.FinishAsync();
    }
}
