using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>Installs the flow of each request, ends it with the request, and answers a refused lease.</summary>
internal sealed class FlowMiddleware(RequestDelegate next)
{
    private readonly ConditionalWeakTable<Endpoint, EndpointFlow> _flows = [];

    public async Task InvokeAsync(HttpContext context)
    {
        var described = context.GetEndpoint() is { } endpoint
            ? _flows.GetValue(endpoint, EndpointFlow.Of)
            : EndpointFlow.Unrouted;

        // Begun in the method that awaits the rest: an AsyncLocal set in a callee would be lost to its caller.
        using var flow = Flow.Begin(described.NameFor(context.Request.Method), described.Workload);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (PoolExhaustedException exhausted) when (!context.Response.HasStarted)
        {
            // Caught here and not further out, because under overload this is the most frequent path of all: every
            // frame an exception passes costs microseconds, and the core has logged the incident already.
            CapacityProblem.Write(context, RetryAfter.From(exhausted));
        }
    }
}
