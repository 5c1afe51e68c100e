namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>What a refund asks for; no amount means all that is left.</summary>
internal sealed record RefundTerms(
    string RefundId,
    string IdempotencyKey,
    long? RequestedMinor,
    long? ExpectedRemainingMinor,
    bool Declined,
    DateTimeOffset CreatedAt);
