using Spectre.Console;

namespace Leasehold.Scenarios.BeforeAfter;

/// <summary>The two sides beside each other.</summary>
internal static class PaymentTable
{
    public static Table Of(PaymentSideFigures held, PaymentSideFigures staged)
    {
        var table = new Table().AddColumns("", "held across the call", "three stages");
        Row("payments completed", static s => $"{s.Load.Completed:N0} of {s.Load.Requests:N0}");
        Row("failure rate", static s => $"{s.Load.FailureRate:P1}");
        Row("goodput", static s => $"{s.Load.GoodputPerSecond:N0}/s");
        Row("until the last answer", static s => $"{s.Load.Seconds:0.0} s");
        Row("answer, p50 / p99", static s => $"{s.Load.CompletedP50Ms:N0} / {s.Load.CompletedP99Ms:N0} ms");
        Row("connection held, p50", static s => $"{s.Holds.P50Ms:N1} ms");
        Row("connection held, p95 / max", static s => $"{s.Holds.P95Ms:N1} / {s.Holds.MaxMs:N1} ms");
        Row("most connections at once", static s => $"{s.Holds.Peak}");
        Row("requests that found none in time", static s => $"{s.Holds.Exhausted:N0}");
        Row("most calls at the gateway at once", static s => $"{s.PeakAtGateway:N0}");
        Row("charged, outcome not saved", static s => $"{s.Audit.Unsaved}");
        return table;

        void Row(string name, Func<PaymentSideFigures, string> of) => table.AddRow(name, of(held), of(staged));
    }
}
