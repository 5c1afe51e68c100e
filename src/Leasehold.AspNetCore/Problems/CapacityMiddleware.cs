using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>Answers a refused lease on the spot.</summary>
/// <remarks>
/// The innermost middleware, because under overload this is the most frequent path of all: every asynchronous frame an
/// exception passes costs microseconds. Nothing is logged: the core has logged the incident.
/// </remarks>
internal sealed class CapacityMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (PoolExhaustedException exhausted) when (!context.Response.HasStarted)
        {
            CapacityProblem.Write(context, RetryAfter.From(exhausted));
        }
    }
}
