using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Flows for what is asked for on a connection that outlives a request, and for health checks.</summary>
internal static class CallFlowsServiceCollectionExtensions
{
    /// <summary>Adds them; an application without SignalR, Blazor or health checks has none of them made.</summary>
    public static IServiceCollection AddCallFlows(this IServiceCollection services)
    {
        if (services.Any(static s => s.ImplementationType == typeof(CircuitFlows)))
        {
            return services;
        }

        services.Configure<HubOptions>(static options => options.AddFilter(new HubFlowFilter()));
        services.AddScoped<CircuitHandler, CircuitFlows>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<HealthCheckServiceOptions>, HealthCheckFlows>());
        return services;
    }
}
