using System.CommandLine;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Surroundings;
using Spectre.Console;

namespace Leasehold.Scenarios.Durable;

/// <summary>What durability costs where nothing goes wrong, and what a full journal costs.</summary>
internal static class DurableScenario
{
    private const double LeastOfInserts = 0.8;
    private const double MostOfEmpty = 1.2;

    public static Command Create()
    {
        var database = DatabaseOption.Create("all", "all", "sqlite", "postgresql", "mariadb");
        var rounds = new Option<int>("--rounds")
        {
            Description = "How many rounds each side has, in turns.",
            DefaultValueFactory = static _ => 9,
        };
        var operations = new Option<int>("--operations")
        {
            Description = "Operations per round.",
            DefaultValueFactory = static _ => 2_000,
        };
        var command = new Command("durable", "Durable operations beside plain inserts and plain stages.")
        {
            database, rounds, operations,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(
            parsed.GetValue(database)!, parsed.GetValue(rounds), parsed.GetValue(operations))));
        return command;
    }

    private static async Task<int> RunAsync(string database, int rounds, int operations)
    {
        var report = new ScenarioReport("durable", "What durability costs");
        report.Say($"{Producers.Count} producers, a call that takes no time; {rounds} rounds of {operations:N0} each, "
            + "in turns. An operation is two transactions, an insert of the same row is one.");
        var table = new Table().AddColumns(
            "database", "inserts", "operations", "ratio", "plain stages", "durable stages", "ratio", "one more takes");
        var claims = new Table().AddColumns("database", "claim of 8, empty", "with 1,000,000 completed", "ratio");
        var isAll = string.Equals(database, "all", StringComparison.Ordinal);
        foreach (var name in isAll ? DatabaseHome.Names : [database])
        {
            try
            {
                var home = await DatabaseHome.OpenAsync(name);
                report.Say($"{name} …");
                await EndToEndAsync(home, rounds, operations, report, table);
                await ClaimsAsync(home, report, claims);
            }
            catch (MissingServerException missing) when (isAll)
            {
                report.Say($"{name} is left out: {missing.Message}");
            }
        }

        report.Show(table);
        report.Show(claims);
        return await report.FinishAsync();
    }

    private static async Task EndToEndAsync(
        DatabaseHome home, int rounds, int operations, ScenarioReport report, Table table)
    {
        await using var instance = await DurableInstance.StartAsync(home, "durable");
        var figures = await EndToEnd.RunAsync(instance, rounds, operations);
        table.AddRow(
            home.Name,
            $"{figures.PlainPerSecond:N0}/s",
            $"{figures.JournalPerSecond:N0}/s",
            $"{figures.OperationsToInserts:0.00}",
            $"{figures.StagedPerSecond:N0}/s",
            $"{figures.DurablePerSecond:N0}/s",
            $"{figures.DurableToStaged:0.00}",
            $"{figures.AddedMs:0.00} ms of {figures.StagedMs:0.00} ms");
        report.Keep(home.Name, new
        {
            figures.PlainPerSecond,
            figures.JournalPerSecond,
            figures.OperationsToInserts,
            figures.TransactionsToInserts,
            figures.StagedPerSecond,
            figures.DurablePerSecond,
            figures.DurableToStaged,
            figures.StagedMs,
            figures.AddedMs,
        });
        report.Judge($"{home.Name}: journal transactions at least {LeastOfInserts:0.0}× plain inserts",
            $"{figures.TransactionsToInserts:0.00}×", figures.TransactionsToInserts >= LeastOfInserts);
    }

    private static async Task ClaimsAsync(DatabaseHome home, ScenarioReport report, Table table)
    {
        await using var empty = await DurableInstance.StartAsync(home, "claims_empty");
        await using var full = await DurableInstance.StartAsync(home, "claims_full");
        await Claims.FillAsync(full, home.Name);
        var (emptyMs, fullMs, ratio) = await Claims.CompareAsync(empty, full, blocks: 20, claims: 50);
        table.AddRow(home.Name, $"{emptyMs:0.000} ms", $"{fullMs:0.000} ms", $"{ratio:0.00}");
        report.Keep($"{home.Name} claims", new { emptyMs, fullMs, ratio });
        report.Judge($"{home.Name}: a full journal claims within {MostOfEmpty:0.0}× of an empty one",
            $"{ratio:0.00}×", ratio <= MostOfEmpty);
    }
}
