using Leasehold;
using Leasehold.Quartz;
using Quartz.Extensibility;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Runs Quartz jobs in flows of their own.</summary>
public static class LeaseholdQuartzExtensions
{
    /// <summary>
    /// Every job runs in a flow named after its key and leases from the workload's pool: call it after
    /// <c>AddQuartz</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="workload">The workload jobs lease from; by default Background.</param>
    /// <remarks>The job factory that is registered goes on making and disposing the jobs.</remarks>
    /// <exception cref="InvalidOperationException"><c>AddQuartz</c> was not called.</exception>
    public static IServiceCollection AddLeaseholdQuartzFlows(
        this IServiceCollection services, Workload? workload = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var factories = services.Where(static service => service.ServiceType == typeof(IJobFactory)).ToList();
        if (factories.Count == 0)
        {
            throw new InvalidOperationException("Call AddQuartz before AddLeaseholdQuartzFlows.");
        }

        // One of each scheduler, keyed by its name where there are several.
        foreach (var factory in factories)
        {
            services[services.IndexOf(factory)] = InFlows(factory, workload ?? Workload.Background);
        }

        return services;
    }

    private static ServiceDescriptor InFlows(ServiceDescriptor factory, Workload workload)
        => factory.IsKeyedService
            ? new ServiceDescriptor(
                typeof(IJobFactory),
                factory.ServiceKey,
                (provider, key) => new FlowJobFactory(CreateKeyed(provider, key, factory), workload),
                factory.Lifetime)
            : new ServiceDescriptor(
                typeof(IJobFactory),
                provider => new FlowJobFactory(Create(provider, factory), workload),
                factory.Lifetime);

    private static IJobFactory Create(IServiceProvider services, ServiceDescriptor factory)
        => factory switch
        {
            { ImplementationInstance: IJobFactory instance } => instance,
            { ImplementationFactory: { } create } => (IJobFactory)create(services),
            _ => (IJobFactory)ActivatorUtilities.CreateInstance(services, factory.ImplementationType!),
        };

    private static IJobFactory CreateKeyed(IServiceProvider services, object? key, ServiceDescriptor factory)
        => factory switch
        {
            { KeyedImplementationInstance: IJobFactory instance } => instance,
            { KeyedImplementationFactory: { } create } => (IJobFactory)create(services, key),
            _ => (IJobFactory)ActivatorUtilities.CreateInstance(services, factory.KeyedImplementationType!),
        };
}
