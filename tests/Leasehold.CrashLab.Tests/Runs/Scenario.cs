using Leasehold.CrashLab.Tests.Instances;
using Leasehold.CrashLab.Tests.Purchases;

namespace Leasehold.CrashLab.Tests.Runs;

/// <summary>What the customers of a run meet, besides its fault.</summary>
/// <param name="Name">As reports show it.</param>
/// <param name="Customers">Who comes; gets how their order numbers begin.</param>
internal sealed record Scenario(string Name, Func<string, Customers> Customers)
{
    /// <summary>Paid, refunded, declined, unanswered: the points that every payment passes.</summary>
    public static Scenario Usual { get; } = new("usual", Purchases.Customers.Usual);

    /// <summary>A charge that never arrives: asked for in vain, then sent again.</summary>
    public static Scenario NeverArrives { get; } = new("never arrives", Purchases.Customers.One)
    {
        Points = "again.",
        GatewayFaults = """{"charges":{"drop_before":{"next":1}}}""",
    };

    /// <summary>A gateway that cannot be talked to: the attempts are used up.</summary>
    public static Scenario DeadLetter { get; } = new("dead letter", Purchases.Customers.Hopeless)
    {
        Points = "abandon.",
        Settings = ["--Leasehold:Durable:Operations:payment.charge:MaxAttempts=2"],
        DeadLetters = 1,
    };

    /// <summary>
    /// The service is stopped with a charge in flight whose outcome it does not get to write down, and hands it back.
    /// </summary>
    public static Scenario Stopped { get; } = new("stopped", Purchases.Customers.One)
    {
        Points = "handback.",
        GatewayFaults = """{"charges":{"answer_delay_ms":8000}}""",
        Settings =
        [
            "--Leasehold:Durable:StopGrace=00:00:00.200",
            "--Leasehold:Durable:Claim=00:00:10",
            "--Leasehold:Durable:Operations:payment.charge:CallTimeout=00:00:20",
            "--Leasehold:Durable:Operations:payment.charge:SaveTimeout=00:00:20",
            "--Payments:Gateway:Timeout=00:00:15",
            "--Payments:Gateway:NotFoundGrace=00:00:15",
        ],
        Faults = [FaultPlan.Parse("unknown.before:1:hang")],
        IsStopped = true,
    };

    /// <summary>Those with points that the usual one does not pass.</summary>
    public static IReadOnlyList<Scenario> Special { get; } = [NeverArrives, DeadLetter, Stopped];

    /// <summary>How the names of the points begin that only this scenario passes; null for the usual one.</summary>
    public string? Points { get; init; }

    /// <summary>Further settings of the service.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>What goes wrong besides the fault of the run.</summary>
    public IReadOnlyList<FaultPlan> Faults { get; init; } = [];

    /// <summary>As the gateway's control route takes them; null for none.</summary>
    public string? GatewayFaults { get; init; }

    /// <summary>Operations that nobody can bring to an end, and that are on record as such.</summary>
    public int DeadLetters { get; init; }

    /// <summary>Whether the service is told to stop while its charges are at the gateway.</summary>
    public bool IsStopped { get; init; }
}
