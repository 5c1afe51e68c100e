using Leasehold.Simulators.PaymentGateway.Faults;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>One row of the requests log: what came in and what was decided, never a card token.</summary>
internal sealed record RequestRecord(string Route, DateTimeOffset ReceivedAt)
{
    public string? MerchantUid { get; init; }

    public string? TransactionId { get; init; }

    public string? IdempotencyKey { get; init; }

    public string Outcome { get; init; } = Outcomes.NotProcessed;

    public Fault Fault { get; init; }
}
