using System.ComponentModel.DataAnnotations;

namespace Leasehold.Images.Blobs;

/// <summary>Where blobs are kept, bound from <c>Images:Storage</c>.</summary>
internal sealed class StorageOptions
{
    public const string Section = "Images:Storage";

    private const string DefaultBucket = "images";

    /// <value>
    /// 3 to 63 of a-z 0-9 and inner dashes; also STORAGE_BUCKET. Default processed-images. Empty leaves results with
    /// the processor; uploads are kept all the same.
    /// </value>
    [RegularExpression("^([a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9])?$",
        ErrorMessage = "Bucket (STORAGE_BUCKET) must be 3 to 63 of a-z 0-9 and single inner dashes.")]
    public string Bucket { get; set; } = "processed-images";

    /// <value>The data directory of the local store, which holds the bucket as a folder. Default data.</value>
    [Required]
    public string Folder { get; set; } = "data";

    /// <value>A connection string of Azure Blob Storage, a secret; the bucket is its container. Default none.</value>
    public string AzureConnectionString { get; set; } = "";

    /// <value>How often blobs that belong to no image are swept. 1 h; 1 s to 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "SweepInterval must be 00:00:01 to 1.00:00:00.")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(1);

    /// <value>How old a blob must be before it is one: longer than any work takes. 1 day; 1 s to 365 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00", ErrorMessage = "OrphanAge must be 00:00:01 to 365.00:00:00.")]
    public TimeSpan OrphanAge { get; set; } = TimeSpan.FromDays(1);

    public bool KeepsResults => Bucket.Length > 0;

    public string Container => KeepsResults ? Bucket : DefaultBucket;
}
