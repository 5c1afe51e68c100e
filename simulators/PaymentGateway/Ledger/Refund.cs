using Leasehold.Simulators.PaymentGateway.Money;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>One decided refund; a declined one moved no money.</summary>
internal sealed record Refund(
    string RefundId,
    string TransactionId,
    string IdempotencyKey,
    MoneyAmount Amount,
    long? RequestedMinor,
    bool Declined,
    long RemainingMinor,
    DateTimeOffset CreatedAt);
