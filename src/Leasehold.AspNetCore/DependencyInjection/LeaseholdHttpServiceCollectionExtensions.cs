using Leasehold;
using Leasehold.AspNetCore;
using Leasehold.Providers;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Leasehold's HTTP side to an application.</summary>
public static class LeaseholdHttpServiceCollectionExtensions
{
    /// <summary>The guard of an application without a database of ours.</summary>
    private static readonly ExternalCallGuard Nobody = new(new GuardOptions { Mode = GuardMode.Off });

    /// <summary>Adds what <c>UseLeasehold</c>, the snapshot, flight records and the dashboard need.</summary>
    /// <param name="services">The services.</param>
    /// <remarks>
    /// One default is added: each client of <see cref="System.Net.Http.IHttpClientFactory"/> gets
    /// <see cref="ExternalCallHandler"/>, by which the guard sees calls. Calls of SignalR hub methods, what Blazor
    /// circuits are asked to do, and health checks run in flows of their own. Authentication, authorization, problem
    /// details, JSON, limits, health checks and the server stay as the application has them.
    /// </remarks>
    public static IServiceCollection AddLeaseholdHttp(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.All(static s => s.ImplementationInstance is not HttpSide))
        {
            // For clients whose primary handler is not the framework's; the guard sees all others by itself.
            services.AddSingleton(new HttpSide());
            services.ConfigureHttpClientDefaults(static client => client.AddHttpMessageHandler(
                static s => new ExternalCallHandler(s.GetService<ExternalCallGuard>() ?? Nobody)));
        }

        services.TryAddSingleton(TimeProvider.System);
        RegisteredDatabases.AddTo(services);
        return services.AddCallFlows();
    }

    /// <summary>Marks that the call was made; it may come twice.</summary>
    internal sealed class HttpSide;
}
