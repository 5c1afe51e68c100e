using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Leasehold;

/// <summary>Runs hosted services in flows of their own, so that they lease from a pool of their own.</summary>
public static class LeaseholdHostedServiceExtensions
{
    /// <summary>Like <c>AddHostedService</c>, but the service runs in a flow named after its type.</summary>
    /// <param name="services">The services.</param>
    /// <param name="workload">The workload it leases from; by default Background.</param>
    /// <typeparam name="TService">The service.</typeparam>
    public static IServiceCollection AddHostedServiceInFlow<TService>(
        this IServiceCollection services, Workload? workload = null)
        where TService : class, IHostedService
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<TService>();
        return services.AddSingleton<IHostedService>(
            s => new HostedServiceInFlow(s.GetRequiredService<TService>(), workload ?? Workload.Background, false));
    }

    /// <summary>
    /// Runs every <see cref="BackgroundService"/> registered so far in a flow of its own, named after its type: call
    /// it after the services are added.
    /// </summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="workload">The workload they lease from; by default Background.</param>
    /// <remarks>
    /// A service with several workloads begins flows of its own inside (<see cref="Flow.Begin"/>): the inner counts.
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

        return builder;
    }

    private static ServiceDescriptor? Wrap(ServiceDescriptor service, Workload workload)
    {
        if (service.ServiceType != typeof(IHostedService) || service.IsKeyedService || !IsBackground(TypeOf(service)))
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

        ServiceDescriptor Describe(Func<IServiceProvider, IHostedService> create, bool owns)
            => ServiceDescriptor.Singleton<IHostedService>(s => new HostedServiceInFlow(create(s), workload, owns));
    }

    private static bool IsBackground(Type type)
        => type.IsSubclassOf(typeof(BackgroundService)) && type != typeof(HostedServiceInFlow);

    // AddHostedService passes its factory on as it is, so that the delegate's type still names the service.
    private static Type TypeOf(ServiceDescriptor service)
        => service.ImplementationType
            ?? service.ImplementationInstance?.GetType()
            ?? service.ImplementationFactory!.GetType().GenericTypeArguments[1];
}
