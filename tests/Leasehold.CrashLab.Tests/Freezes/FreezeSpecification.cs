using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Oracle;
using Leasehold.CrashLab.Tests.Purchases;
using Leasehold.CrashLab.Tests.Runs;

namespace Leasehold.CrashLab.Tests.Freezes;

/// <summary>An instance that stands still for longer than its claims, and goes on as if nothing had been.</summary>
public abstract class FreezeSpecification
{
    private const int Payments = 10;
    private const string Prefix = "frozen-";

    // The answer is waiting when the frozen one goes on, and is taken as one.
    private static readonly string[] Patient =
    [
        "--Leasehold:Durable:Operations:payment.charge:CallTimeout=00:01:00",
        "--Payments:Gateway:Timeout=00:00:45",
        "--Payments:Gateway:NotFoundGrace=00:00:45",
        "--Payments:AnswerWithin=00:00:45",
    ];

    private protected abstract string Name { get; }

    [Fact]
    public async Task LateSave_FrozenForThreeLeases_TouchesNoRow()
    {
        await using var bench = await Bench.OpenAsync(await LabDatabase.OpenAsync(Name));
        await bench.Gateway.SetFaultsAsync("""{"charges":{"answer_delay_ms":1500}}""");
        await using var frozen = await bench.StartAsync(null, Patient);
        await using var other = await bench.StartAsync(null, Patient);
        using var client = new PaymentClient(frozen.Address, TimeSpan.FromSeconds(60));
        var crowd = Crowd.Of(Payments, Prefix);
        await crowd.OrderAsync(client);

        var paying = crowd.DriveAsync(client);
        await Pause.UntilAsync(
            async () => await bench.Gateway.ChargesMadeAsync() == Payments,
            "all charges are made",
            TimeSpan.FromSeconds(20));
        frozen.Freeze();
        await Pause.OfAsync(LabTimes.Claim * 3);
        await Pause.UntilAsync(
            async () => (await Books.JournalAsync(bench.Database)).Open == 0,
            "the other has finished all",
            LabTimes.Claim * 3);
        var before = await TablesAsync(bench.Database);

        frozen.Thaw();
        await paying;
        await Pause.UntilAsync(
            () => Task.FromResult(Count(frozen.Output, "was stopped by the fence") >= Payments),
            "the frozen one has found each of them taken",
            TimeSpan.FromSeconds(20));

        Assert.Equal(before, await TablesAsync(bench.Database));
        Assert.True(crowd.IsDone);
        Assert.Empty(Invariants.BrokenAtEnd(
            await Books.ReadAsync(bench.Database, Prefix), await bench.Gateway.LedgerAsync(), crowd.All));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    // Whatever a late save could touch, with the time at which it was last touched.
    private static async Task<IReadOnlyList<string>> TablesAsync(LabDatabase database)
    {
        string[] tables =
        [
            "SELECT 'order', order_number, status, updated_us, 0 FROM orders ORDER BY 2",
            "SELECT 'payment', order_number, status, updated_us, completed_us FROM payments ORDER BY 2",
            "SELECT 'log', operation_id, outcome, at_us, id FROM gateway_log ORDER BY 5",
            "SELECT 'operation', id, owner, due_us, epoch FROM leasehold_operations ORDER BY 2",
        ];
        var rows = new List<string>();
        foreach (var table in tables)
        {
            rows.AddRange(await database.ReadAsync(
                table, static row => string.Join(' ', Enumerable.Range(0, 5).Select(row.GetValue))));
        }

        return rows;
    }
}
