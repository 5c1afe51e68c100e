using System.Diagnostics;
using System.Globalization;
using Leasehold.CrashLab.Tests.Databases;
using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Oracle;
using Leasehold.CrashLab.Tests.Points;
using Leasehold.CrashLab.Tests.Purchases;
using Leasehold.CrashLab.Tests.Runs;

namespace Leasehold.CrashLab.Tests.Fleets;

/// <summary>Two instances on one database, one of which dies with its hands full.</summary>
public abstract class FleetSpecification
{
    private const string Prefix = "fleet-";

    // Every charge is made, and none answered, when the instance dies.
    private static readonly string[] Patient =
    [
        "--Leasehold:Durable:Operations:payment.charge:CallTimeout=00:01:00",
        "--Payments:Gateway:Timeout=00:00:45",
        "--Payments:Gateway:NotFoundGrace=00:00:45",
        "--Payments:AnswerWithin=00:00:45",
    ];

    private static int InFlight => LabSettings.IsFull ? 500 : 100;

    private protected abstract string Title { get; }

    [Fact]
    public async Task KilledInstance_ManyInFlight_TheOtherFinishesAll()
    {
        await using var bench = await Bench.OpenAsync(await OpenAsync());
        await bench.Gateway.SetFaultsAsync("""{"charges":{"answer_delay_ms":40000}}""");
        await using var dying = await bench.StartAsync(null, [.. Patient, .. Settings]);
        await using var other = await bench.StartAsync(null, [.. Patient, .. Settings]);
        using var client = new PaymentClient(dying.Address, TimeSpan.FromSeconds(60));
        var crowd = Crowd.Of(InFlight, Prefix);
        await crowd.OrderAsync(client);
        var paying = crowd.DriveAsync(client);
        await Pause.UntilAsync(
            async () => await bench.Gateway.ChargesMadeAsync() == InFlight,
            "all charges are made",
            TimeSpan.FromSeconds(60));
        await bench.Gateway.SetFaultsAsync("{}");

        var died = Stopwatch.GetTimestamp();
        await dying.KillAsync();
        await paying;
        await Pause.UntilAsync(
            async () => (await Books.JournalAsync(bench.Database)).Open == 0,
            "the other has finished all",
            TimeSpan.FromSeconds(60));
        var took = Stopwatch.GetElapsedTime(died);

        LabLog.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{Title}: killed with {InFlight} in flight; the other had finished all {took.TotalSeconds:F1} s later "
            + $"(claim {LabTimes.Claim.TotalSeconds:F0} s)"));
        using var again = new PaymentClient(other.Address);
        await crowd.FinishAsync(again, TimeSpan.FromSeconds(60));
        var books = await Books.ReadAsync(bench.Database, Prefix);
        Assert.Equal(InFlight, books.Payments.Count(static payment => payment.Status == "completed"));
        Assert.Empty(Invariants.BrokenAtEnd(books, await bench.Gateway.LedgerAsync(), crowd.All));
    }

    private protected abstract Task<LabDatabase> OpenAsync();

    private protected virtual IReadOnlyList<string> Settings => [];
}
