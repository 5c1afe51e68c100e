using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.SignalR;

namespace Leasehold.AspNetCore;

/// <summary>Gives each call of a hub method a flow of its own, named after hub and method.</summary>
/// <remarks>
/// A connection lives for hours in the flow of the request that opened it, and its calls run side by side: in one flow
/// each would be blamed for what the others hold. A stream's flow is in force while its items are made.
/// </remarks>
internal sealed class HubFlowFilter : IHubFilter
{
    private readonly ConcurrentDictionary<(Type Hub, MethodInfo Method), (string Name, Workload Workload)> _flows
        = new();

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var (name, workload) = _flows.GetOrAdd(
            (invocationContext.Hub.GetType(), invocationContext.HubMethod),
            static key => Describe(key.Hub, key.Method));
        object? result;
        using (Flow.Begin(name, workload))
        {
            result = await next(invocationContext).ConfigureAwait(false);
        }

        return StreamInFlow.Wrap(result, name, workload);
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        using var flow = BeginFor(context.Hub, nameof(Hub.OnConnectedAsync));
        await next(context).ConfigureAwait(false);
    }

    public async Task OnDisconnectedAsync(
        HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        using var flow = BeginFor(context.Hub, nameof(Hub.OnDisconnectedAsync));
        await next(context, exception).ConfigureAwait(false);
    }

    private static Flow BeginFor(Hub hub, string step)
        => Flow.Begin($"{hub.GetType().Name}.{step}", WorkloadOf(hub.GetType()) ?? Workload.Api);

    private static (string Name, Workload Workload) Describe(Type hub, MethodInfo method)
        => ($"{hub.Name}.{method.Name}", WorkloadOf(method) ?? WorkloadOf(hub) ?? Workload.Api);

    private static Workload? WorkloadOf(MemberInfo member)
        => member.GetCustomAttributes(inherit: true).OfType<IWorkloadMetadata>().FirstOrDefault()?.Workload;
}
