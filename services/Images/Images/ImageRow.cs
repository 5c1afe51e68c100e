using System.Globalization;
using LinqToDB.Mapping;

namespace Leasehold.Images.Images;

/// <summary>A row of <c>images</c>: one piece of work.</summary>
[Table("images")]
internal sealed class ImageRow
{
    /// <summary>The id of the durable operation, and of the row.</summary>
    [Column("id", IsPrimaryKey = true)]
    public string Id { get; set; } = "";

    /// <summary>What callers ask by. The newest row of a task counts; nothing here makes a second one.</summary>
    [Column("task_id")]
    public string TaskId { get; set; } = "";

    [Column("tenant")]
    public string Tenant { get; set; } = "";

    [Column("batch", CanBeNull = true)]
    public string? Batch { get; set; }

    [Column("idempotency_key", CanBeNull = true)]
    public string? IdempotencyKey { get; set; }

    [Column("fingerprint", CanBeNull = true)]
    public string? Fingerprint { get; set; }

    /// <summary>Null for an upload.</summary>
    [Column("original_url", CanBeNull = true)]
    public string? OriginalUrl { get; set; }

    /// <summary>The options as JSON; null for none.</summary>
    [Column("options", CanBeNull = true)]
    public string? Options { get; set; }

    /// <summary>The uploaded blob; null for a URL.</summary>
    [Column("source_key", CanBeNull = true)]
    public string? SourceKey { get; set; }

    [Column("status")]
    public string Status { get; set; } = "";

    [Column("processed_url", CanBeNull = true)]
    public string? ProcessedUrl { get; set; }

    /// <summary>The stored result's blob; null when results are not stored.</summary>
    [Column("blob_key", CanBeNull = true)]
    public string? BlobKey { get; set; }

    [Column("width", CanBeNull = true)]
    public int? Width { get; set; }

    [Column("height", CanBeNull = true)]
    public int? Height { get; set; }

    /// <summary>Bytes.</summary>
    [Column("file_size", CanBeNull = true)]
    public long? FileSize { get; set; }

    /// <summary>Seconds.</summary>
    [Column("processing_time", CanBeNull = true)]
    public double? ProcessingTime { get; set; }

    [Column("error_message", CanBeNull = true)]
    public string? ErrorMessage { get; set; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    [Column("created_at")]
    public long CreatedAt { get; set; }

    /// <summary>Microseconds since 1970, UTC.</summary>
    [Column("updated_at")]
    public long UpdatedAt { get; set; }

    [NotColumn]
    public Guid OperationId => Guid.ParseExact(Id, "N");

    /// <summary>The same work as a new operation, at its beginning.</summary>
    public ImageRow Again(Guid operation, long nowUs)
        => new()
        {
            Id = IdOf(operation),
            TaskId = TaskId,
            Tenant = Tenant,
            Batch = Batch,
            IdempotencyKey = IdempotencyKey,
            Fingerprint = Fingerprint,
            OriginalUrl = OriginalUrl,
            Options = Options,
            SourceKey = SourceKey,
            Status = ImageStates.Pending,
            CreatedAt = nowUs,
            UpdatedAt = nowUs,
        };

    public static string IdOf(Guid operation) => operation.ToString("N", CultureInfo.InvariantCulture);
}
