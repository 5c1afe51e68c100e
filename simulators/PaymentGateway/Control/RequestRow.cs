namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>One row of the requests log.</summary>
internal sealed record RequestRow(
    long Id,
    DateTimeOffset ReceivedAt,
    string Route,
    string? MerchantUid,
    string? TransactionId,
    string? IdempotencyKey,
    string Outcome,
    string? Fault);
