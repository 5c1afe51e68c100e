using System.Collections.Concurrent;
using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Runs;
using Leasehold.Durable;

namespace Leasehold.CrashLab.Tests.Points;

/// <summary>A fault at every point, one by one, or at a sample of them.</summary>
public abstract class PointSpecification
{
    /// <summary>The sample is drawn from so many: what the customers pass at least.</summary>
    private const int PointsAtLeast = 80;

    private readonly ConcurrentBag<RunResult> _results = [];

    private protected abstract string Name { get; }

    [Fact]
    public async Task Invariants_AFaultAtAnyPoint_Hold()
    {
        Assert.SkipWhen(LabSettings.LeavesOut(Name), "Left out by LEASEHOLD_CRASH_DATABASES.");
        if (LabSettings.IsFull && LabSettings.Only is null)
        {
            await Task.WhenAll(Enumerable.Range(0, LabSettings.Lanes).Select(RunAllAsync));
            if (!LabSettings.IsRange)
            {
                await RunSpecialAsync();
            }
        }
        else
        {
            await RunSampleAsync();
        }

        var report = PointReport.Of(Name, _results);
        LabLog.Say(report);
        Assert.True(_results.All(static run => run.Violations.Count == 0), Failures() + report);
        Assert.Contains(_results, static run => run.StruckAt is not null || LabSettings.Only is not null);
    }

    private string Failures()
        => string.Concat(_results.Where(static run => run.Violations.Count > 0)
            .Select(static run => $"{run}\n    {string.Join("\n    ", run.Violations)}\n"));

    // Where several instances can share the database, every other lane has one standing by.
    private async Task RunAllAsync(int lane)
    {
        await using var bench = await Bench.OpenAsync(await LabDatabase.OpenAsync(Name));
        if (lane % 2 == 1 && bench.Database.IsShared)
        {
            await bench.StandByAsync();
        }

        var actions = LabSettings.Actions.Select(static (action, index) => (Action: action, Index: index)).ToList();
        for (var point = LabSettings.From; point <= LabSettings.To && actions.Count > 0; point++)
        {
            // So that over two points each action meets each lane.
            foreach (var one in actions.Where(one => (point + one.Index) % LabSettings.Lanes == lane).ToList())
            {
                if (!await StrikesAsync(bench, new FaultPlan(FaultPlan.Any, point, one.Action)))
                {
                    actions.Remove(one);
                }
            }
        }
    }

    // The points that only these scenarios pass, by name: each passing of them, until one does not strike.
    private async Task RunSpecialAsync()
    {
        await using var bench = await Bench.OpenAsync(await LabDatabase.OpenAsync(Name));
        foreach (var scenario in Scenario.Special)
        {
            var points = DurableSteps.All.Where(point => point.StartsWith(scenario.Points!, StringComparison.Ordinal));
            foreach (var (point, action) in points.SelectMany(
                static point => LabSettings.Actions.Select(action => (point, action))))
            {
                var passing = 1;
                while (await StrikesAsync(bench, new FaultPlan(point, passing, action), scenario))
                {
                    passing++;
                }
            }
        }
    }

    // The other action first: then nobody stands by. For the kills somebody does where that is possible.
    private async Task RunSampleAsync()
    {
        await using var bench = await Bench.OpenAsync(await LabDatabase.OpenAsync(Name));
        if (LabSettings.Only is { } only)
        {
            await StrikesAsync(bench, only, LabSettings.Scenario);
            return;
        }

        var random = new Random(LabSettings.Seed + LabDatabase.Names.ToList().IndexOf(Name));
        var other = FaultPlan.Actions[random.Next(FaultPlan.Actions.Count - 1)];
        foreach (var point in Sample(random))
        {
            await StrikesAsync(bench, new FaultPlan(FaultPlan.Any, point, other));
        }

        if (bench.Database.IsShared)
        {
            await bench.StandByAsync();
        }

        foreach (var point in Sample(random))
        {
            await StrikesAsync(bench, new FaultPlan(FaultPlan.Any, point, FaultPlan.Kill));
        }
    }

    // One of each part, so that neither the beginning nor the end is left out.
    private static List<int> Sample(Random random)
    {
        var part = PointsAtLeast / LabSettings.SampleSize;
        return Enumerable.Range(0, LabSettings.SampleSize).Select(i => (i * part) + random.Next(part) + 1).ToList();
    }

    private async Task<bool> StrikesAsync(Bench bench, FaultPlan plan, Scenario? scenario = null)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        var result = await new CrashRun(bench, plan, scenario ?? Scenario.Usual).ExecuteAsync();
        _results.Add(result);
        return result.StruckAt is not null;
    }
}
