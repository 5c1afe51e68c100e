using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;
using Leasehold.BeforeAfter.Serving;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.BeforeAfter;

/// <summary>The five functions, each side by itself, one after the other.</summary>
internal static class FunctionComparison
{
    /// <summary>So long that code is compiled and connections are open when it counts.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(
        string database, IReadOnlyList<FunctionPlan> plans, TimeSpan duration, CancellationToken cancellationToken)
    {
        var report = new ScenarioReport(
            $"before-after-functions-{database}", $"Before and after on {database}: {plans.Count} function(s)");
        report.Say($"Pools: Api {FunctionPlan.ApiConnections}+0, Background {FunctionPlan.BackgroundConnections}+0; "
            + $"{FunctionPlan.ReadsPerSecond} API reads a second beside each function; load for "
            + $"{duration.TotalSeconds:0} s; both sides in one process with their load.");
        var home = await DatabaseHome.OpenAsync(database);
        foreach (var plan in plans)
        {
            report.Say($"{plan.Title}: {plan.StartsPerSecond} starts a second, external calls of "
                + $"{plan.RealCall.TotalSeconds:0} s run {plan.TimeFactor} times faster: "
                + $"{plan.Call.TotalSeconds:0.0} s, AcquireTimeout {plan.AcquireTimeout.TotalSeconds:0.0} s.");
            var held = await RunSideAsync(SideStyle.WrongWay, plan, home, duration, cancellationToken);
            var staged = await RunSideAsync(SideStyle.Staged, plan, home, duration, cancellationToken);
            report.Show(FunctionTable.Of(plan, held, staged));
            Judge(report, plan, held, staged);
        }

        return await report.FinishAsync();
    }

    private static async Task<SideFigures> RunSideAsync(
        SideStyle style,
        FunctionPlan plan,
        DatabaseHome home,
        TimeSpan duration,
        CancellationToken cancellationToken)
    {
        await OnceAsync(WarmUp);
        return await OnceAsync(duration);

        async Task<SideFigures> OnceAsync(TimeSpan time)
        {
            await using var place = await home.CreateAsync("functions");
            return await SideRun.RunAsync(
                style, plan, place.Settings, time, new SideRecording(), cancellationToken);
        }
    }

    private static void Judge(
        ScenarioReport report,
        FunctionPlan plan,
        SideFigures held,
        SideFigures staged)
    {
        var name = plan.Function.ToString().ToLowerInvariant();
        report.Keep($"{name}_held", held);
        report.Keep($"{name}_staged", staged);
        report.Judge(
            $"{plan.Title}: three stages complete all, and every read",
            $"{staged.Works.Completed:N0} of {staged.Sent:N0}, {staged.Reads.Failures} reads failed",
            staged.Works.Completed == staged.Sent && staged.Reads.Failures == 0);
        report.Judge($"{plan.Title}: no exhaustion", $"{staged.Exhaustions}", staged.Exhaustions == 0);
        report.Judge(
            $"{plan.Title}: the wrong way starves the API",
            $"{held.Exhaustions:N0} exhaustions, {held.Reads.Failures:N0} of {held.Reads.Ended:N0} reads failed",
            held.Exhaustions > 0);
    }
}
