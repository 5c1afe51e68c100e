using Leasehold.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the dashboard needs where nothing else of Leasehold's HTTP side is used.</summary>
public static class LeaseholdDashboardServiceCollectionExtensions
{
    /// <summary>Lets the dashboard find the databases; <c>AddLeaseholdHttp</c> and its parts do so too.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddLeaseholdDashboard(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new RegisteredDatabases(services, s));
        return services;
    }
}
