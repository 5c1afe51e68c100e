using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios.BeforeAfter;

/// <summary>
/// The same payment endpoint with its connection held across the gateway's call, and in three stages.
/// </summary>
internal static class PaymentComparison
{
    private const int PoolSize = 20;
    private const double MaxHoldP95Ms = 50;

    /// <summary>
    /// The wrong way completes less than this share of the payments: otherwise the load was too small.
    /// </summary>
    private const double CollapseShare = 0.5;

    private static readonly TimeSpan GatewayLatency = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string database, int payments)
    {
        var pool = new ApiPool(PoolSize, 0, TimeSpan.FromSeconds(20));
        var report = new ScenarioReport(
            $"before-after-{database}", $"Before and after on {database}: {payments:N0} payments at once");
        report.Say($"Gateway {GatewayLatency.TotalSeconds} s; pool {pool}; one order and one key per payment.");
        report.Say("The connections between generator, service and gateway are opened before it counts.");
        var home = await DatabaseHome.OpenAsync(database);
        await using var gateway = await Gateway.StartAsync();
        var held =
            await PaymentSideRun.RunAsync(EndpointStyle.Held, home, gateway, pool, GatewayLatency, payments, report);
        var staged =
            await PaymentSideRun.RunAsync(EndpointStyle.Staged, home, gateway, pool, GatewayLatency, payments, report);
        report.Show(PaymentTable.Of(held, staged));
        Judge(report, held, staged, payments);
        return await report.FinishAsync();
    }

    private static void Judge(ScenarioReport report, PaymentSideFigures held, PaymentSideFigures staged, int payments)
    {
        report.Keep("held", held);
        report.Keep("staged", staged);
        report.Judge(
            "three stages: all payments complete",
            $"{staged.Load.Completed:N0} of {payments:N0}",
            staged.Load.Completed == payments);
        report.Judge("no exhaustion", $"{staged.Holds.Exhausted}", staged.Holds.Exhausted == 0);
        report.Judge($"never more than {PoolSize} leases", $"{staged.Holds.Peak}", staged.Holds.Peak <= PoolSize);
        report.Judge(
            $"p95 of hold time under {MaxHoldP95Ms} ms", $"{staged.Holds.P95Ms:0.0} ms",
                staged.Holds.P95Ms < MaxHoldP95Ms);
        report.Judge(
            "every charge has its outcome saved, none is charged twice",
            $"{staged.Audit.Unsaved} unsaved, {staged.Audit.ChargedTwice} twice",
            staged.Audit is { Unsaved: 0, ChargedTwice: 0, Unfounded: 0 });
        report.Judge(
            "the wrong way collapses under the same load",
            $"{held.Load.Completed:N0} of {payments:N0} completed",
            held.Load.Completed < payments * CollapseShare);
    }
}
