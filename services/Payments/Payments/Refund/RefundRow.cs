using Leasehold.Payments.Money;
using LinqToDB.Mapping;

namespace Leasehold.Payments.Payments.Refund;

/// <summary>A row of <c>refunds</c>.</summary>
[Table("refunds")]
internal sealed class RefundRow
{
    /// <summary>The operation id: the gateway's idempotency key.</summary>
    [Column("id", IsPrimaryKey = true)]
    public string Id { get; set; } = "";

    [Column("tenant")]
    public string Tenant { get; set; } = "";

    [Column("payment_id")]
    public string PaymentId { get; set; } = "";

    /// <summary>The caller's key; null for a full refund without one.</summary>
    [Column("idempotency_key", CanBeNull = true)]
    public string? IdempotencyKey { get; set; }

    [Column("fingerprint")]
    public string Fingerprint { get; set; } = "";

    [Column("amount_minor")]
    public long AmountMinor { get; set; }

    [Column("currency")]
    public string Currency { get; set; } = "";

    /// <summary>The caller's own words.</summary>
    [Column("note", CanBeNull = true)]
    public string? Note { get; set; }

    [Column("status")]
    public string Status { get; set; } = "";

    /// <summary>Why it was refused, or why its outcome is not known.</summary>
    [Column("reason", CanBeNull = true)]
    public string? Reason { get; set; }

    /// <summary>The gateway's own words where it declined.</summary>
    [Column("gateway_message", CanBeNull = true)]
    public string? GatewayMessage { get; set; }

    [Column("gateway_refund_id", CanBeNull = true)]
    public string? GatewayRefundId { get; set; }

    /// <summary>The payment's state once this refund was settled: what its answer said.</summary>
    [Column("payment_status", CanBeNull = true)]
    public string? PaymentStatus { get; set; }

    /// <summary>The payment's refunded sum once this refund was settled: what its answer said.</summary>
    [Column("refunded_minor", CanBeNull = true)]
    public long? RefundedMinor { get; set; }

    [Column("created_us")]
    public long CreatedUs { get; set; }

    [Column("updated_us")]
    public long UpdatedUs { get; set; }

    [Column("completed_us", CanBeNull = true)]
    public long? CompletedUs { get; set; }

    [NotColumn]
    public Amount Amount => new(AmountMinor, Currency);
}
