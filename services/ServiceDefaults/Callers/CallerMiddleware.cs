using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Finds out who calls, by API key or by being on this machine.</summary>
/// <remarks>
/// What the framework's authentication middleware would do with the default scheme, without a handler, a ticket and a
/// result for each request. Refusals are still the scheme's own, and pages for a browser still ask theirs.
/// </remarks>
internal sealed class CallerMiddleware(RequestDelegate next, CallerFinder callers)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (callers.Find(context) is { } caller)
        {
            context.User = caller;
        }

        return next(context);
    }

    /// <summary>
    /// Whether authorization has a say: not where a known caller asks an endpoint that names no policy of its own,
    /// since the fallback policy wants no more than a known caller.
    /// </summary>
    public static bool NeedsAuthorization(HttpContext context)
        => context.User.Identity?.IsAuthenticated != true
            || context.GetEndpoint()?.Metadata is not { } metadata
            || metadata.GetMetadata<IAuthorizeData>() is not null
            || metadata.GetMetadata<AuthorizationPolicy>() is not null
            || metadata.GetMetadata<IAuthorizationRequirementData>() is not null;
}
