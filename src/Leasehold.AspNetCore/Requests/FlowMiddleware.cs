using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace Leasehold.AspNetCore;

/// <summary>Installs the flow of each request and ends it with the request.</summary>
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
        await next(context).ConfigureAwait(false);
    }
}
