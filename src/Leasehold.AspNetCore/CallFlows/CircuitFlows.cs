using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Leasehold.AspNetCore;

/// <summary>Gives each thing that a Blazor circuit is asked to do a flow of its own.</summary>
/// <remarks>
/// A circuit lives in the flow of the request that opened it. Events do not say which component they are for, so all
/// have the same name; the circuit's id is a random value, and in no name.
/// </remarks>
internal sealed class CircuitFlows : CircuitHandler
{
    public const string Name = "Blazor circuit";

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next)
        => async context =>
        {
            using var flow = Flow.Begin(Name, Workload.Api);
            await next(context).ConfigureAwait(false);
        };
}
