using System.Collections.Concurrent;
using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Points;
using Leasehold.CrashLab.Tests.Runs;
using Leasehold.Durable;

namespace Leasehold.CrashLab.Tests.Decisions;

/// <summary>A fault at every point, or at a sample of them, in a program that decides about its operations.</summary>
public abstract class DecisionSpecification
{
    private const int SampleSize = 3;

    // Those are passed only when a commit is lost, a call has never arrived, or a call outlasts its host.
    private static readonly string[] Elsewhere = ["settle.", "again.", "handback."];

    private readonly ConcurrentBag<RunResult> _results = [];

    private protected abstract string Name { get; }

    [Fact]
    public async Task Invariants_AFaultAmongDecisions_Hold()
    {
        Assert.SkipWhen(LabSettings.LeavesOut(Name), "Left out by LEASEHOLD_CRASH_DATABASES.");
        if (LabSettings.Only is { } only)
        {
            await RunAsync(only);
        }
        else if (LabSettings.IsFull)
        {
            await Task.WhenAll(Enumerable.Range(0, LabSettings.Lanes).Select(RunAllAsync));
        }
        else
        {
            foreach (var plan in Sample())
            {
                await RunAsync(plan);
            }
        }

        LabLog.Say(PointReport.Of($"{Name}, {DecisionRun.Scenario}", _results));
        Assert.All(_results, static run => Assert.True(
            run.Violations.Count == 0, $"{run}\n    {string.Join("\n    ", run.Violations)}"));
        Assert.Contains(_results, static run => run.StruckAt is not null || LabSettings.Only is not null);
    }

    // The other one takes over meanwhile; on SQLite there is none, and everything waits.
    [Fact]
    public async Task Invariants_FrozenForThreeClaimsAndAwakeAgain_Hold()
    {
        Assert.SkipWhen(LabSettings.LeavesOut(Name), "Left out by LEASEHOLD_CRASH_DATABASES.");
        Assert.SkipWhen(LabSettings.Only is not null, "One fault is asked for.");
        await using var database = await LabDatabase.OpenAsync(Name);

        var run = await new DecisionRun(database, DecisionRun.NoFault) { FreezesAt = [2, 8] }.ExecuteAsync();

        Assert.True(run.Violations.Count == 0, string.Join("\n", run.Violations));
    }

    private static IEnumerable<FaultPlan> Plans()
        => DurableSteps.All
            .Where(static point => !Elsewhere.Any(start => point.StartsWith(start, StringComparison.Ordinal)))
            .SelectMany(static _ => LabSettings.Actions, static (point, action) => new FaultPlan(point, 1, action));

    private async Task RunAllAsync(int lane)
    {
        foreach (var plan in Plans().Where((_, index) => index % LabSettings.Lanes == lane))
        {
            await RunAsync(plan);
        }
    }

    // Half of them die.
    private List<FaultPlan> Sample()
    {
        var random = new Random(LabSettings.Seed + LabDatabase.Names.ToList().IndexOf(Name));
        var plans = Plans().ToArray();
        random.Shuffle(plans);
        var (kills, others) = (
            plans.Where(static plan => plan.Action == FaultPlan.Kill),
            plans.Where(static plan => plan.Action != FaultPlan.Kill));
        return [.. kills.Take((SampleSize + 1) / 2), .. others.Take(SampleSize / 2)];
    }

    private async Task RunAsync(FaultPlan plan)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        await using var database = await LabDatabase.OpenAsync(Name);
        _results.Add(await new DecisionRun(database, plan).ExecuteAsync());
    }
}
