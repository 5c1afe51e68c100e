using System.CommandLine;
using System.Globalization;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Surroundings;
using Spectre.Console;

namespace Leasehold.Scenarios.Soak;

/// <summary>Callers of every kind and faults of every kind, for long: nothing is lost, nobody waits for ever.</summary>
internal static class SoakScenario
{
    private const int DefaultSeconds = 1200;

    public static Command Create()
    {
        var database = DatabaseOption.Create("all", ["all", .. DatabaseHome.Names]);
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long; the databases run at once.",
            DefaultValueFactory = static _ => DefaultSeconds,
        };
        var seed = new Option<int?>("--seed") { Description = "What all choices are drawn from; a new one." };
        var command = new Command("soak", "Callers and faults of every kind: places, waits, connections, heap.")
        {
            database,
            seconds,
            seed,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(new SoakPlan(
            TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            parsed.GetValue(seed) ?? Random.Shared.Next(),
            parsed.GetValue(database) is { } named and not "all" ? [named] : DatabaseHome.Names))));
        return command;
    }

    private static async Task<int> RunAsync(SoakPlan plan)
    {
        var databases = string.Join(", ", plan.Databases);
        var report = new ScenarioReport("soak", $"Soak on {databases}");
        report.Say($"Seed {plan.Seed}, {plan.Duration.TotalSeconds} s. Each database: two applications with "
            + $"{SoakPlan.AsyncCallers} callers and {SoakPlan.BlockingCallers} blocking ones on {SoakPlan.Budget} "
            + $"connections; AcquireTimeout {SoakPlan.AcquireTimeout.TotalSeconds} s.");
        var run = await SoakRun.RunAsync(plan);
        foreach (var soak in run.Databases)
        {
            Show(report, soak);
        }

        foreach (var error in run.UnexpectedErrors)
        {
            report.Say(error);
        }

        report.Say($"A thread got its turn {run.Lateness.TotalMilliseconds:0} ms late at the most, work of the thread "
            + $"pool {run.LatenessOfPool.TotalMilliseconds:0} ms.");
        report.Keep("seed", plan.Seed);
        report.Keep("seconds", plan.Duration.TotalSeconds);
        report.Keep("lateness_ms", run.Lateness.TotalMilliseconds);
        foreach (var verdict in run.Judge())
        {
            report.Judge(verdict.Promise, verdict.Measured, verdict.Held);
        }

        return await report.FinishAsync();
    }

    private static void Show(ScenarioReport report, DatabaseSoak soak)
    {
        var table = new Table().AddColumns(soak.Name, "");
        Row("operations", $"{soak.Done:N0}, {soak.Interrupts:N0} interrupts");
        Row("faults", Counted(soak.Faults.Played));
        for (var i = 0; i < soak.Applications.Count; i++)
        {
            var (application, watch) = (soak.Applications[i], soak.Watches[i]);
            Row(
                application.Name,
                $"waits {application.Waits.Count:N0}, p99 {application.Waits.P99Ms:0.0} ms, longest "
                + $"{application.Waits.Longest.TotalSeconds:0.00} s; connections at the most {watch.MostConnections} "
                + $"of {SoakPlan.Budget}, {100.0 * watch.Judged / Math.Max(1, watch.Samples):0} % of the time with "
                + $"nothing cleared; reclaimed {application.Pools.All.Sum(static pool => pool.Snapshot(0).Leaked)}");
            Row("  callers were told", Counted(application.Errors.Expected));
            Row("  not used again", Counted(application.Clearings.FailedReturns));
        }

        report.Show(table);
        report.Keep(soak.Name, new { soak.Done, soak.Interrupts, Faults = soak.Faults.Played });

        void Row(string name, string text) => table.AddRow(Markup.Escape(name), Markup.Escape(text));
    }

    private static string Counted(IReadOnlyDictionary<string, int> counts)
        => string.Join("; ", counts.OrderByDescending(static pair => pair.Value)
            .Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}")));
}
