using Leasehold.Payments.Money;
using LinqToDB.Mapping;

namespace Leasehold.Payments.Payments;

/// <summary>A row of <c>payments</c>: one attempt to pay an order.</summary>
[Table("payments")]
internal sealed class Payment
{
    /// <summary>The operation id: the gateway's idempotency key and merchant_uid.</summary>
    [Column("id", IsPrimaryKey = true)]
    public string Id { get; set; } = "";

    [Column("tenant")]
    public string Tenant { get; set; } = "";

    [Column("idempotency_key")]
    public string IdempotencyKey { get; set; } = "";

    [Column("fingerprint")]
    public string Fingerprint { get; set; } = "";

    [Column("order_id")]
    public string OrderId { get; set; } = "";

    [Column("order_number")]
    public string OrderNumber { get; set; } = "";

    /// <summary>
    /// The order while this payment is live or successful, null otherwise: unique, so there is one at most.
    /// </summary>
    [Column("live_order_id", CanBeNull = true)]
    public string? LiveOrderId { get; set; }

    [Column("amount_minor")]
    public long AmountMinor { get; set; }

    [Column("currency")]
    public string Currency { get; set; } = "";

    [Column("status")]
    public string Status { get; set; } = "";

    /// <summary>Why it was declined, or why its outcome is not known.</summary>
    [Column("reason", CanBeNull = true)]
    public string? Reason { get; set; }

    /// <summary>The gateway's own words where it declined.</summary>
    [Column("gateway_message", CanBeNull = true)]
    public string? GatewayMessage { get; set; }

    [Column("transaction_id", CanBeNull = true)]
    public string? TransactionId { get; set; }

    [Column("refunded_minor")]
    public long RefundedMinor { get; set; }

    /// <summary>Held by refunds whose outcome is not known yet.</summary>
    [Column("refund_reserved_minor")]
    public long RefundReservedMinor { get; set; }

    [Column("created_us")]
    public long CreatedUs { get; set; }

    [Column("updated_us")]
    public long UpdatedUs { get; set; }

    [Column("completed_us", CanBeNull = true)]
    public long? CompletedUs { get; set; }

    /// <summary>When the gateway was last compared with this row, once it was settled.</summary>
    [Column("checked_us", CanBeNull = true)]
    public long? CheckedUs { get; set; }

    [NotColumn]
    public Amount Amount => new(AmountMinor, Currency);

    [NotColumn]
    public Amount Refunded => new(RefundedMinor, Currency);
}
