using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>Where no keys are configured, refuses whoever is not on this machine, whatever the route.</summary>
/// <remarks>The listeners are refused already; this holds where a server or a tunnel brought a caller in.</remarks>
internal sealed class LoopbackMiddleware(RequestDelegate next, KeyRing keys)
{
    public Task InvokeAsync(HttpContext context)
        => keys.IsKeyed || LoopbackRule.Allows(context)
            ? next(context)
            : ProblemResponse.WriteAsync(context, new Problem(StatusCodes.Status403Forbidden, LoopbackRule.Refusal));
}
