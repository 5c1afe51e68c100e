using System.CommandLine;
using Leasehold.BeforeAfter.Functions;

namespace Leasehold.Scenarios.BeforeAfter;

/// <summary>
/// Endpoints and background tasks with their connection held across an external call, and in three stages.
/// </summary>
internal static class BeforeAfterScenario
{
    private const string Payment = "payment";
    private const string All = "all";

    public static Command Create()
    {
        var database = DatabaseOption.Create("postgresql", "sqlite", "postgresql", "mariadb");
        var function = new Option<string>("--function")
        {
            Description = "The payment service's endpoint, one of the five functions, or all of them.",
            DefaultValueFactory = static _ => All,
        };
        function.AcceptOnlyFromAmong([All, Payment, .. FunctionPlans.All.Select(NameOf)]);
        var payments = new Option<int>("--payments")
        {
            Description = "How many payments are in flight at once, each of its own order.",
            DefaultValueFactory = static _ => 2_000,
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long load arrives at each side of a function.",
            DefaultValueFactory = static _ => 15,
        };
        var command = new Command("before-after", "A connection held across an external call, beside three stages.")
        {
            database, function, payments, seconds,
        };
        command.SetAction((parsed, token) => DatabaseOption.RunAsync(() => RunAsync(
            parsed.GetValue(database)!,
            parsed.GetValue(function)!,
            parsed.GetValue(payments),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            token)));
        return command;
    }

    private static string NameOf(FunctionPlan plan) => plan.Function.ToString().ToLowerInvariant();

    private static async Task<int> RunAsync(
        string database, string function, int payments, TimeSpan duration, CancellationToken cancellationToken)
    {
        var worst = function is All or Payment ? await PaymentComparison.RunAsync(database, payments) : 0;
        var plans = FunctionPlans.All.Where(plan => function is All || NameOf(plan) == function).ToList();
        return plans.Count == 0
            ? worst
            : Math.Max(worst, await FunctionComparison.RunAsync(database, plans, duration, cancellationToken));
    }
}
