using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;
using Spectre.Console;

namespace Leasehold.Scenarios.BeforeAfter;

/// <summary>The two sides of a function beside each other.</summary>
internal static class FunctionTable
{
    public static Table Of(FunctionPlan plan, SideFigures held, SideFigures staged)
    {
        var table = new Table().AddColumns(Markup.Escape(plan.Title), "held across the call", "three stages");
        Row("completed", static s => $"{s.Works.Completed:N0} of {s.Sent:N0}");
        Row("failures", static s => $"{s.Works.Failures:N0}");
        Row("goodput", static s => $"{s.Goodput:0.0}/s");
        Row(plan.IsTask ? "accepted to done, p50 / p95" : "answer, p50 / p95",
            static s => $"{s.Works.P50Ms:N0} / {s.Works.P95Ms:N0} ms");
        Row("most connections leased, Api + Background", static s => $"{s.PeakApi} + {s.PeakBackground}");
        Row("connection held, mean", static s => $"{s.MeanHoldMs:N1} ms");
        Row("most waiting", static s => $"{s.PeakWaiting:N0}");
        Row("pool exhaustion", static s => $"{s.Exhaustions:N0}");
        Row("API reads failed", static s => $"{s.Reads.Failures:N0} of {s.Reads.Ended:N0}");
        Row("API reads that succeeded, p50 / p99", static s => $"{s.Reads.P50Ms:N1} / {s.Reads.P99Ms:N1} ms");
        Row("most external calls at once", static s => $"{s.PeakCalls:N0}");
        return table;

        void Row(string name, Func<SideFigures, string> of) => table.AddRow(name, of(held), of(staged));
    }
}
