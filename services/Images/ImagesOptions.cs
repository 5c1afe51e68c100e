using System.ComponentModel.DataAnnotations;
using Leasehold.Images.Fetching;

namespace Leasehold.Images;

/// <summary>What the service takes in and how long it waits, bound from <c>Images</c>.</summary>
internal sealed class ImagesOptions
{
    public const string Section = "Images";

    /// <value>host:port pairs that URLs may name although they are not public; the processor has its own list.</value>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <value>host:port pairs that results are fetched from beside the processor itself.</value>
    public IReadOnlyList<string> ResultHosts { get; set; } = [];

    /// <value>How long process-sync waits for the result before it answers 202. 60 s; 10 ms to 10 min.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "SyncWait must be 00:00:00.010 to 00:10:00.")]
    public TimeSpan SyncWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <value>Bytes of an upload. 20 MiB; 1 KiB to 1 GiB.</value>
    [Range(1024, 1L << 30, ErrorMessage = "MaxUploadBytes must be 1024 to 1073741824.")]
    public long MaxUploadBytes { get; set; } = 20 * 1024 * 1024;

    /// <value>Bytes of a result that is copied into the blob store. 100 MiB; 1 KiB to 1 GiB.</value>
    [Range(1024, 1L << 30, ErrorMessage = "MaxResultBytes must be 1024 to 1073741824.")]
    public long MaxResultBytes { get; set; } = 100 * 1024 * 1024;

    /// <value>Batch items this instance works on at a time. 8; 1 to 1,000.</value>
    [Range(1, 1000, ErrorMessage = "BatchConcurrency must be 1 to 1000.")]
    public int BatchConcurrency { get; set; } = 8;

    /// <value>How long tasks are kept once they are over, with their results. For ever; 1 s to 3650 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00",
        ErrorMessage = "Retention must be 00:00:01 to 3650.00:00:00.")]
    public TimeSpan? Retention { get; set; }

    /// <value>
    /// Where the processor reaches this service for uploads. Default the first address it listens on; set it where
    /// several instances stand behind one address, together with SourceKey.
    /// </value>
    public Uri? PublicUrl { get; set; }

    /// <value>
    /// Signs the addresses of uploads, 32 characters or more; a secret. Default a new one for each process.
    /// </value>
    public string SourceKey { get; set; } = "";

    public static AllowedHosts Hosts(IEnumerable<string> texts)
        => Fetching.AllowedHosts.TryRead(texts, out var hosts, out var faulty)
            ? hosts : throw new ArgumentException($"'{faulty}' is not host:port.", nameof(texts));
}
