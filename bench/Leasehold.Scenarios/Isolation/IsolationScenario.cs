using System.CommandLine;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Surroundings;
using Spectre.Console;

namespace Leasehold.Scenarios.Isolation;

/// <summary>
/// How long Api waits for a lease while Background has none left, and how long it would with one pool.
/// </summary>
internal static class IsolationScenario
{
    private const int Rounds = 6;
    private const double MaxTimes = 1.2;
    private const double MaxMoreMs = 1;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var database = DatabaseOption.Create("postgresql", "sqlite", "postgresql", "mariadb");
        var command = new Command("isolation", "The wait for an Api lease while the Background pool is saturated.")
        {
            database,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(parsed.GetValue(database)!)));
        return command;
    }

    private static async Task<int> RunAsync(string database)
    {
        var report = new ScenarioReport($"isolation-{database}", $"Isolation on {database}");
        report.Say($"{ApiCallers.Count} Api callers; Background jobs hold a connection for "
            + $"{BackgroundJobs.HoldMs} ms each, {BackgroundJobs.Count} at once over all its places; "
            + $"{Rounds} rounds of {Round.TotalSeconds} s without and with them, in turns.");
        var home = await DatabaseHome.OpenAsync(database);
        await using var place = await home.CreateAsync("isolation");
        await using var pools = PoolsOf.Settings(place.Settings);
        var without = new WaitFigures();
        var with = new WaitFigures();
        await ApiCallers.RunAsync(pools.Api, new WaitFigures(), Round);
        var leastWaiting = int.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            await ApiCallers.RunAsync(pools.Api, without, Round);
            await using var jobs = await BackgroundJobs.StartAsync(pools.Background, place.Settings.Kind);
            await ApiCallers.RunAsync(pools.Api, with, Round);
            leastWaiting = Math.Min(leastWaiting, pools.Background.Snapshot(0).Waiting);
        }

        // The contrast: the same jobs and the same callers on one pool.
        var shared = new WaitFigures();
        await using (await BackgroundJobs.StartAsync(pools.Api, place.Settings.Kind))
        {
            await ApiCallers.RunAsync(pools.Api, shared, Round);
        }

        Show(report, without, with, shared);
        report.Judge("Background is saturated all the time", $"at least {leastWaiting} jobs waiting", leastWaiting > 0);
        var bound = Math.Max(MaxTimes * without.P99Ms, without.P99Ms + MaxMoreMs);
        report.Judge(
            $"p99 of Api's wait at most max({MaxTimes}×, +{MaxMoreMs} ms) of without: {bound:0.000} ms",
            $"{with.P99Ms:0.000} ms",
            with.P99Ms <= bound);
        return await report.FinishAsync();
    }

    private static void Show(ScenarioReport report, WaitFigures without, WaitFigures with, WaitFigures shared)
    {
        var table = new Table().AddColumns(
            "Api's wait for a lease", "leases", "p50", "p99", "p99.9", "longest");
        Row("Background idle", without);
        Row("Background saturated", with);
        Row("the same in one pool", shared);
        report.Show(table);

        void Row(string name, WaitFigures figures)
        {
            table.AddRow(
                name,
                $"{figures.Count:N0}",
                $"{figures.P50Ms:0.000} ms",
                $"{figures.P99Ms:0.000} ms",
                $"{figures.P999Ms:0.000} ms",
                $"{figures.MaxMs:N1} ms");
            report.Keep(name.Replace(' ', '_').ToLowerInvariant(), figures);
        }
    }
}
