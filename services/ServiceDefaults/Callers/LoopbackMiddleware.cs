using Leasehold.AspNetCore;
using Leasehold.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Callers;

/// <summary>Without keys, so in Development, refuses whoever is not on this machine, whatever the route.</summary>
/// <remarks>The listeners are refused already; this holds where a server or a tunnel brought a caller in.</remarks>
internal sealed class LoopbackMiddleware(RequestDelegate next, KeyRing keys)
{
    public Task InvokeAsync(HttpContext context)
        => keys.IsKeyed || LocalCalls.Allows(context)
            ? next(context)
            : ProblemResponse.WriteAsync(context, new Problem(StatusCodes.Status403Forbidden, CallerStartup.Refusal));
}
