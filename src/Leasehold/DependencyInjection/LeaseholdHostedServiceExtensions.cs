using System.Diagnostics.CodeAnalysis;
using Leasehold;
using Leasehold.DependencyInjection;
using Leasehold.Flows;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Runs hosted services in flows of their own, so that they lease from a pool of their own.</summary>
public static class LeaseholdHostedServiceExtensions
{
    /// <summary>Like <c>AddHostedService</c>, but the service runs in a flow named after its type.</summary>
    /// <param name="services">The services.</param>
    /// <param name="workload">The workload it leases from; by default Background.</param>
    /// <typeparam name="TService">The service.</typeparam>
    public static IServiceCollection AddHostedServiceInFlow<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(
        this IServiceCollection services, Workload? workload = null)
        where TService : class, IHostedService
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<TService>();
        return services.AddSingleton<IHostedService>(
            s => new HostedServiceInFlow(s.GetRequiredService<TService>(), workload ?? Workload.Background, false));
    }

    /// <summary>
    /// Runs every <see cref="BackgroundService"/> registered so far in a flow of its own, named after its type, however
    /// it is registered: call it after the services are added.
    /// </summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="workload">The workload they lease from; by default Background.</param>
    /// <remarks>
    /// A service with several workloads begins flows of its own inside (<see cref="Flow.Begin"/>): the inner counts.
    /// One that is registered later is named by a warning when the host starts.
    /// </remarks>
    public static LeaseholdBuilder AddBackgroundServiceFlows(this LeaseholdBuilder builder, Workload? workload = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        for (var i = 0; i < services.Count; i++)
        {
            if (Wrap(services[i], workload ?? Workload.Background) is { } wrapped)
            {
                services[i] = wrapped;
            }
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UnwrappedServices>(
            s => new UnwrappedServices(services, s, s.GetService<ILoggerFactory>())));
        return builder;
    }

    private static ServiceDescriptor? Wrap(ServiceDescriptor service, Workload workload)
    {
        if (service.ServiceType != typeof(IHostedService)
            || service.IsKeyedService
            || !MayBeBackground(UnwrappedServices.TypeOf(service)))
        {
            return null;
        }

        return service switch
        {
            { ImplementationType: { } type } => Describe(
                s => (IHostedService)ActivatorUtilities.CreateInstance(s, type), owns: true),
            { ImplementationFactory: { } create } => Describe(s => (IHostedService)create(s), owns: true),
            _ => Describe(_ => (IHostedService)service.ImplementationInstance!, owns: false),
        };

        // What a factory makes is known when it has made it; what is no background service stays as it is.
        ServiceDescriptor Describe(Func<IServiceProvider, IHostedService> create, bool owns)
            => new(
                typeof(IHostedService),
                s => create(s) is var made && UnwrappedServices.IsUnwrapped(made)
                    ? new HostedServiceInFlow(made, workload, owns)
                    : made,
                service.Lifetime);
    }

    private static bool MayBeBackground(Type type)
        => type == typeof(IHostedService)
            || (type.IsAssignableTo(typeof(BackgroundService)) && type != typeof(HostedServiceInFlow));
}
