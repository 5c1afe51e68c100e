using LinqToDB.Mapping;

namespace Leasehold.Images.Batches;

/// <summary>A row of <c>image_batches</c>.</summary>
[Table("image_batches")]
internal sealed class BatchRow
{
    [Column("id", IsPrimaryKey = true)]
    public string Id { get; set; } = "";

    [Column("tenant")]
    public string Tenant { get; set; } = "";

    [Column("idempotency_key", CanBeNull = true)]
    public string? IdempotencyKey { get; set; }

    [Column("fingerprint", CanBeNull = true)]
    public string? Fingerprint { get; set; }

    [Column("total")]
    public int Total { get; set; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    [Column("created_at")]
    public long CreatedAt { get; set; }
}
