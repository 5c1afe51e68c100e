using System.ComponentModel.DataAnnotations;

namespace Leasehold.ServiceDefaults.RateLimits;

/// <summary>How many requests each API key may make, bound from <c>Leasehold:RateLimit</c>.</summary>
/// <remarks>
/// A bucket of tokens for each key; a request takes one, and they come back ten times a second. Where no keys are
/// configured, callers on this machine are not limited. Each instance counts for itself: behind n of them a key gets up
/// to n times as much.
/// </remarks>
public sealed class RateLimitOptions
{
    /// <summary>Requests a second that a key may keep up.</summary>
    /// <value>1,000; 0 (no limit) to 1,000,000.</value>
    [Range(0, 1_000_000, ErrorMessage = "Leasehold:RateLimit:PerSecond must be 0 to 1000000.")]
    public int PerSecond { get; set; } = 1_000;

    /// <summary>Requests a key may make at once after a rest.</summary>
    /// <value>2,000; 1 to 1,000,000, and at least a tenth of <see cref="PerSecond"/>.</value>
    [Range(1, 1_000_000, ErrorMessage = "Leasehold:RateLimit:Burst must be 1 to 1000000.")]
    public int Burst { get; set; } = 2_000;
}
