using LinqToDB.Mapping;

namespace Leasehold.Payments.Webhooks;

/// <summary>A row of <c>webhooks</c>: one that was received and was genuine.</summary>
[Table("webhooks")]
internal sealed class WebhookRow
{
    /// <summary>The sender's id: a repeat has the same.</summary>
    [Column("id", IsPrimaryKey = true)]
    public string Id { get; set; } = "";

    [Column("kind")]
    public string Kind { get; set; } = "";

    [Column("merchant_uid", CanBeNull = true)]
    public string? MerchantUid { get; set; }

    [Column("transaction_id", CanBeNull = true)]
    public string? TransactionId { get; set; }

    [Column("received_us")]
    public long ReceivedUs { get; set; }

    /// <summary>When the gateway had been asked about it; null while it has yet to be.</summary>
    [Column("handled_us", CanBeNull = true)]
    public long? HandledUs { get; set; }
}
