using Leasehold.Quartz;
using Microsoft.Extensions.DependencyInjection;
using Quartz.Spi;

namespace Leasehold;

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
        var inner = services.LastOrDefault(static service => service.ServiceType == typeof(IJobFactory))
            ?? throw new InvalidOperationException("Call AddQuartz before AddLeaseholdQuartzFlows.");
        services.Remove(inner);
        return services.AddSingleton<IJobFactory>(
            provider => new FlowJobFactory(Create(provider, inner), workload ?? Workload.Background));
    }

    private static IJobFactory Create(IServiceProvider services, ServiceDescriptor factory)
        => factory switch
        {
            { ImplementationInstance: IJobFactory instance } => instance,
            { ImplementationFactory: { } create } => (IJobFactory)create(services),
            _ => (IJobFactory)ActivatorUtilities.CreateInstance(services, factory.ImplementationType!),
        };
}
