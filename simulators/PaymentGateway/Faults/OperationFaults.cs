namespace Leasehold.Simulators.PaymentGateway.Faults;

/// <summary>The faults of one kind of request: charges, refunds or look-ups.</summary>
internal sealed class OperationFaults
{
    private long _sequence;

    /// <value>Milliseconds before anything is decided or recorded; null (default) takes the general one.</value>
    public int? LatencyMs { get; set; }

    /// <value>Milliseconds added to the latency, evenly from 0 to this; null (default) takes the general one.</value>
    public int? LatencySpreadMs { get; set; }

    /// <value>Milliseconds between the record in the ledger and the answer. Default 0.</value>
    public int AnswerDelayMs { get; set; }

    /// <value>The status of error_before and error_after, 500 (default) to 599.</value>
    public int ErrorStatus { get; set; } = StatusCodes.Status500InternalServerError;

    /// <value>Milliseconds between two bytes of a slow drip. Default 50.</value>
    public int DripIntervalMs { get; set; } = 50;

    /// <value>Card tokens that are always declined, beside the well-known ones. Charges only.</value>
    public IReadOnlyList<string> DeclinedTokens { get; set; } = [];

    public Chance TooManyRequests { get; set; } = new();

    public Chance ErrorBefore { get; set; } = new();

    public Chance DropBefore { get; set; } = new();

    public Chance HangBefore { get; set; } = new();

    public Chance Decline { get; set; } = new();

    public Chance Decline402 { get; set; } = new();

    public Chance ErrorAfter { get; set; } = new();

    public Chance DropAfter { get; set; } = new();

    public Chance HangAfter { get; set; } = new();

    public Chance Malformed { get; set; } = new();

    public Chance WrongAmount { get; set; } = new();

    public Chance Drip { get; set; } = new();

    public long NextInSequence() => Interlocked.Increment(ref _sequence);

    /// <summary>Every chance with its name in configuration.</summary>
    public IEnumerable<(string Name, Chance Chance)> Chances() =>
    [
        (nameof(TooManyRequests), TooManyRequests), (nameof(ErrorBefore), ErrorBefore),
        (nameof(DropBefore), DropBefore), (nameof(HangBefore), HangBefore),
        (nameof(Decline), Decline), (nameof(Decline402), Decline402),
        (nameof(ErrorAfter), ErrorAfter), (nameof(DropAfter), DropAfter), (nameof(HangAfter), HangAfter),
        (nameof(Malformed), Malformed), (nameof(WrongAmount), WrongAmount), (nameof(Drip), Drip),
    ];
}
