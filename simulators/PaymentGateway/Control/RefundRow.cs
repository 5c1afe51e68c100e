namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>One row of the table of refunds.</summary>
internal sealed record RefundRow(
    string RefundId, string IdempotencyKey, string Status, decimal Amount, DateTimeOffset CreatedAt);
