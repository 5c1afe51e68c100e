using System.Security.Claims;
using System.Threading.RateLimiting;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.RateLimits;

/// <summary>Sets the framework's limiter: who asks too often is refused before anything looks at it.</summary>
/// <remarks>There are as many buckets as configured keys have called; unknown keys are refused before.</remarks>
internal sealed class KeyRateLimit(KeyRing keys, IOptions<RateLimitOptions> limits)
    : IConfigureOptions<RateLimiterOptions>
{
    private const string Detail = "This API key asks too often. Nothing was done; see Retry-After.";

    /// <summary>How often the framework refills the buckets of a partitioned limiter.</summary>
    private const int RefillsPerSecond = 10;

    public void Configure(RateLimiterOptions options)
    {
        if (limits.Value.PerSecond == 0)
        {
            return;
        }

        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(PartitionOf);
        options.OnRejected = static (rejected, _) => new ValueTask(RefuseAsync(rejected));
    }

    public static bool IsBurstEnough(RateLimitOptions limits)
        => (long)limits.Burst * RefillsPerSecond >= limits.PerSecond;

    private RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        if (!keys.IsKeyed
            || context.User.FindFirst(CallerDefaults.TenantClaim)?.Value is not { } tenant
            || context.User.FindFirst(ClaimTypes.Name)?.Value is not { } name)
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        return RateLimitPartition.GetTokenBucketLimiter($"{tenant}/{name}", _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Value.Burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / limits.Value.PerSecond,
        });
    }

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : TimeSpan.Zero;
        var seconds = (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        return ProblemResponse.WriteAsync(
            rejected.HttpContext, new Problem(StatusCodes.Status429TooManyRequests, Detail, seconds));
    }
}
