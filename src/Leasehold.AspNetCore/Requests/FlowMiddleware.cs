using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Leasehold.AspNetCore;

/// <summary>Installs the flow of each request and ends it with the request.</summary>
internal sealed class FlowMiddleware(RequestDelegate next, ILogger<FlowMiddleware> logger)
{
    private readonly ConditionalWeakTable<Endpoint, EndpointFlow> _flows = [];
    private int _isSaid;

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var described = endpoint is not null
            ? _flows.GetValue(endpoint, EndpointFlow.Of)
            : EndpointFlow.Unrouted;

        // Begun in the method that awaits the rest: an AsyncLocal set in a callee would be lost to its caller.
        using var flow = Flow.Begin(described.NameFor(context.Request.Method), described.Workload);
        await next(context).ConfigureAwait(false);
        if (endpoint is null && context.GetEndpoint() is not null && Interlocked.Exchange(ref _isSaid, 1) == 0)
        {
            Log.BeforeRouting(logger);
        }
    }
}
