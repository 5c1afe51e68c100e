using System.ComponentModel.DataAnnotations;

namespace Leasehold.ServiceDefaults.Limits;

/// <summary>What a request may bring, bound from <c>Leasehold:Limits</c> and validated at start-up.</summary>
/// <remarks>An endpoint that takes more has a <c>RequestSizeLimitAttribute</c>.</remarks>
public sealed class RequestLimits
{
    /// <summary>Bytes of a request body.</summary>
    /// <value>65,536; 1 to 1 GiB.</value>
    [Range(1, 1L << 30, ErrorMessage = "Leasehold:Limits:MaxBodyBytes must be 1 to 1073741824.")]
    public long MaxBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Number of request headers.</summary>
    /// <value>50; 1 to 1,000.</value>
    [Range(1, 1000, ErrorMessage = "Leasehold:Limits:MaxHeaderCount must be 1 to 1000.")]
    public int MaxHeaderCount { get; set; } = 50;

    /// <summary>Bytes of all request headers together.</summary>
    /// <value>16,384; 1,024 to 1 MiB.</value>
    [Range(1024, 1 << 20, ErrorMessage = "Leasehold:Limits:MaxHeaderBytes must be 1024 to 1048576.")]
    public int MaxHeaderBytes { get; set; } = 16 * 1024;

    /// <summary>Bytes of the request line: method, path and query.</summary>
    /// <value>4,096; 256 to 64 KiB.</value>
    [Range(256, 64 * 1024, ErrorMessage = "Leasehold:Limits:MaxRequestLineBytes must be 256 to 65536.")]
    public int MaxRequestLineBytes { get; set; } = 4096;

    /// <summary>How deep JSON may nest.</summary>
    /// <value>16; 1 to 64.</value>
    [Range(1, 64, ErrorMessage = "Leasehold:Limits:MaxJsonDepth must be 1 to 64.")]
    public int MaxJsonDepth { get; set; } = 16;

    /// <summary>How long the request's headers may take to arrive.</summary>
    /// <value>15 s; 1 s to 5 min.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00",
        ErrorMessage = "Leasehold:Limits:HeadersTimeout must be 00:00:01 to 00:05:00.")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);
}
