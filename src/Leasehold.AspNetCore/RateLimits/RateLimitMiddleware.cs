using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Leasehold.AspNetCore;

/// <summary>Refuses a key that asks too often, before anything looks at what it asks.</summary>
/// <remarks>There are as many buckets as configured keys have called; unknown keys are refused before.</remarks>
internal sealed class RateLimitMiddleware(
    RequestDelegate next, KeyRing keys, IOptions<RateLimitOptions> options, TimeProvider time)
{
    private const string Detail = "This API key asks too often. Nothing was done; see Retry-After.";

    private readonly ConcurrentDictionary<(string Tenant, string Name), TokenBucket> _buckets = new();

    public Task InvokeAsync(HttpContext context)
    {
        if (options.Value.PerSecond == 0
            || !keys.IsKeyed
            || context.User.FindFirst(CallerDefaults.TenantClaim)?.Value is not { } tenant
            || context.User.FindFirst(ClaimTypes.Name)?.Value is not { } name)
        {
            return next(context);
        }

        var bucket = _buckets.GetOrAdd(
            (tenant, name),
            static (_, limits) => new TokenBucket(limits.Options, limits.Time),
            (Options: options.Value, Time: time));
        return bucket.TryTake(out var wait)
            ? next(context)
            : ProblemResponse.WriteAsync(context, new Problem(
                StatusCodes.Status429TooManyRequests, Detail, (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds))));
    }
}
