namespace Leasehold.Simulators.PaymentGateway.Control;

/// <summary>One row of the table of charges, with its refunds.</summary>
internal sealed record ChargeRow(
    string TransactionId,
    string MerchantUid,
    string Status,
    decimal Amount,
    string Currency,
    decimal RefundedAmount,
    DateTimeOffset CreatedAt,
    IReadOnlyList<RefundRow> Refunds);
