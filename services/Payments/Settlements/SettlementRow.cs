using Leasehold.Payments.Money;
using LinqToDB.Mapping;

namespace Leasehold.Payments.Settlements;

/// <summary>One movement of money as read from the tables.</summary>
internal sealed class SettlementRow
{
    public const string Payment = "payment";
    public const string Refund = "refund";

    /// <summary>The row's own id: with the time, where a page ends.</summary>
    [Column("id")]
    public string Id { get; set; } = "";

    [Column("completed_us")]
    public long CompletedUs { get; set; }

    [Column("payment_key")]
    public string PaymentKey { get; set; } = "";

    [Column("order_number")]
    public string OrderNumber { get; set; } = "";

    [Column("transaction_id")]
    public string? TransactionId { get; set; }

    [Column("refund_id")]
    public string? RefundId { get; set; }

    [Column("amount_minor")]
    public long AmountMinor { get; set; }

    [Column("currency")]
    public string Currency { get; set; } = "";

    [NotColumn]
    public Amount Amount => new(AmountMinor, Currency);
}
