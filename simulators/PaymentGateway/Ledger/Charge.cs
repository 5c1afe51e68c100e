using Leasehold.Simulators.PaymentGateway.Money;

namespace Leasehold.Simulators.PaymentGateway.Ledger;

/// <summary>One decided payment: money taken, or declined. Immutable but for what was refunded of it.</summary>
internal sealed class Charge
{
    private long _refundedMinor;

    public required string TransactionId { get; init; }

    public required string MerchantUid { get; init; }

    public required MoneyAmount Amount { get; init; }

    /// <summary>Tells a repeat with another card from a true repeat; the token itself is not kept.</summary>
    public required string CardDigest { get; init; }

    public required ChargeStatus Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Refunded by rows that may still be in the open transaction; the writer's thread only.</summary>
    public long PledgedMinor { get; set; }

    /// <summary>Refunded by rows that are on disk.</summary>
    public long RefundedMinor
    {
        get => Volatile.Read(ref _refundedMinor);
        set => Volatile.Write(ref _refundedMinor, value);
    }
}
