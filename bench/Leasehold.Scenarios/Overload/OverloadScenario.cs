using System.CommandLine;
using Leasehold.Scenarios.Load;
using Leasehold.Scenarios.Reports;
using Leasehold.Scenarios.Serving;
using Leasehold.Scenarios.Surroundings;
using Spectre.Console;

namespace Leasehold.Scenarios.Overload;

/// <summary>Four times what the pool can carry: starts are shed, saves are not.</summary>
internal static class OverloadScenario
{
    private const double Times = 4;
    private const double MinGoodputShare = 0.9;
    private const int Clients = 64;
    private const int PaymentsAtCapacity = 1_500;
    private static readonly TimeSpan OverloadFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GatewayLatency = TimeSpan.FromMilliseconds(100);

    /// <summary>Beyond the bound on waiting: the time to be scheduled and answered on a busy machine.</summary>
    private static readonly TimeSpan RefusalMargin = TimeSpan.FromMilliseconds(500);

    private static readonly ApiPool Pool = new(4, 0, TimeSpan.FromSeconds(2));

    public static Command Create()
    {
        var database = DatabaseOption.Create("postgresql", "postgresql", "mariadb");
        var command = new Command("overload", "Four times what the pool can carry: refusals, goodput, lost outcomes.")
        {
            database,
        };
        command.SetAction((parsed, _) => DatabaseOption.RunAsync(() => RunAsync(parsed.GetValue(database)!)));
        return command;
    }

    private static async Task<int> RunAsync(string database)
    {
        var report =
            new ScenarioReport($"overload-{database}", $"Overload on {database}: {Times}× what the pool can carry");
        report.Say($"Pool {Pool}; gateway {GatewayLatency.TotalMilliseconds} ms. A trigger makes the database slow, so "
            + "that the pool is the limit and not the processor.");
        var home = await DatabaseHome.OpenAsync(database);
        await using var gateway = await Gateway.StartAsync();
        await using var service =
            await ServedEndpoint.StartAsync(EndpointStyle.Staged, home, gateway, Pool, measuresHolds: true);
        using var client = new PaymentClient(service.Address);
        await PaymentLoad.ClientsAsync(client, await service.Database.AddOrdersAsync("warm", 3_000), Clients);
        await SlowDatabase.ApplyAsync(service.Database);
        await gateway.SetLatencyAsync(GatewayLatency);

        report.Say("what it can carry …");
        var before = await AtCapacityAsync(service, client, "before");
        var rate = Times * before.Goodput;
        report.Say($"{before.Goodput:N0} payments/s; now {rate:N0}/s for {OverloadFor.TotalSeconds} s …");
        await service.TakeHoldsAsync();
        var orders = await service.Database.AddOrdersAsync("over", (int)(rate * OverloadFor.TotalSeconds));
        var over = await PaymentLoad.RateAsync(client, orders, rate);
        var holds = await service.TakeHoldsAsync();
        var after = await AtCapacityAsync(service, client, "after");
        var audit = await OutcomeAudit.TakeAsync(gateway, service.Database);

        var table = new Table().AddColumns("", "at capacity, before", $"{Times}× overload", "at capacity, after");
        Row("offered", static _ => "", $"{rate:N0}/s");
        Row("goodput", static r => $"{r.Goodput:N0}/s");
        Row("completed", static r => $"{r[Answer.Completed]:N0}");
        Row("refused with 503 and Retry-After", static r => $"{r[Answer.Refused]:N0}");
        Row("open (202) / failed", static r => $"{r[Answer.Open]} / {r[Answer.Failed]}");
        Row("refusal, p50 / p99", static r
            => $"{r.Percentile(Answer.Refused, 50):N0} / {r.Percentile(Answer.Refused, 99):N0} ms");
        Row("payment, p50 / p99", static r
            => $"{r.Percentile(Answer.Completed, 50):N0} / {r.Percentile(Answer.Completed, 99):N0} ms");
        report.Show(table);
        report.Keep("before", before.ToFigures());
        report.Keep("overload", over.ToFigures());
        report.Keep("after", after.ToFigures());
        report.Keep("holds", holds);
        report.Keep("audit", audit);
        Judge(report, before, over, after, audit);
        return await report.FinishAsync();

        void Row(string name, Func<LoadResult, string> of, string? overloaded = null)
            => table.AddRow(name, of(before), overloaded ?? of(over), of(after));
    }

    private static async Task<LoadResult> AtCapacityAsync(ServedEndpoint service, PaymentClient client, string prefix)
        => await PaymentLoad.ClientsAsync(
            client, await service.Database.AddOrdersAsync(prefix, PaymentsAtCapacity), Clients);

    private static void Judge(
        ScenarioReport report, LoadResult before, LoadResult over, LoadResult after, OutcomeAudit audit)
    {
        var capacity = (before.Goodput + after.Goodput) / 2;
        var share = over.Goodput / capacity;
        report.Judge(
            $"goodput stays at {MinGoodputShare:P0} or more",
            $"{share:P0} ({over.Goodput:N0} of {capacity:N0} per second)",
            share >= MinGoodputShare);
        var bound = (Pool.AcquireTimeout + RefusalMargin).TotalMilliseconds;
        var p99 = over.Percentile(Answer.Refused, 99);
        report.Judge(
            $"new requests are refused with 503 and Retry-After within {bound:N0} ms",
            $"{over[Answer.Refused]:N0} refused, p99 {p99:N0} ms",
            over[Answer.Refused] > 0 && p99 <= bound);
        report.Judge(
            "nothing else goes wrong",
            $"{over[Answer.Open]} open, {over[Answer.Failed]} failed",
            over[Answer.Open] == 0 && over[Answer.Failed] == 0);
        report.Judge(
            "no payment is charged without its outcome saved",
            $"{audit.Charged:N0} charged: {audit.Unsaved} unsaved, "
                + $"{audit.ChargedTwice} twice, {audit.Unfounded} unfounded",
            audit is { Charged: > 0, Unsaved: 0, ChargedTwice: 0, Unfounded: 0 });
    }
}
