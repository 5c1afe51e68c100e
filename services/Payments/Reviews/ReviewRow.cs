using LinqToDB.Mapping;

namespace Leasehold.Payments.Reviews;

/// <summary>A row of <c>reviews</c>.</summary>
[Table("reviews")]
internal sealed class ReviewRow
{
    public const string Open = "open";
    public const string Resolved = "resolved";

    [Column("id", IsPrimaryKey = true)]
    public string Id { get; set; } = "";

    /// <summary>Of kind, operation and transaction: one finding is one row.</summary>
    [Column("fingerprint")]
    public string Fingerprint { get; set; } = "";

    [Column("tenant")]
    public string Tenant { get; set; } = "";

    [Column("kind")]
    public string Kind { get; set; } = "";

    [Column("operation_id")]
    public string OperationId { get; set; } = "";

    [Column("payment_id", CanBeNull = true)]
    public string? PaymentId { get; set; }

    [Column("transaction_id", CanBeNull = true)]
    public string? TransactionId { get; set; }

    [Column("detail")]
    public string Detail { get; set; } = "";

    [Column("status")]
    public string Status { get; set; } = "";

    /// <summary>What the person who resolved it noted.</summary>
    [Column("note", CanBeNull = true)]
    public string? Note { get; set; }

    [Column("created_us")]
    public long CreatedUs { get; set; }

    [Column("resolved_us", CanBeNull = true)]
    public long? ResolvedUs { get; set; }
}
