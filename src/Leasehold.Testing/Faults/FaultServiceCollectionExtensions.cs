using Leasehold.Durable;
using Leasehold.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes durable operations fail where a test wants them to.</summary>
public static class FaultServiceCollectionExtensions
{
    /// <summary>Runs code at every step of this host's durable operations; the last one registered counts.</summary>
    /// <param name="services">The services of the host under test.</param>
    /// <param name="hook">
    /// Gets the step's name, one of <see cref="DurableSteps.All"/>, and the token of the work around it.
    /// </param>
    public static IServiceCollection AddLeaseholdFaults(
        this IServiceCollection services, Func<string, CancellationToken, Task> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return services.AddSingleton<IStepObserver>(new FaultHook(hook));
    }

    /// <summary>Lets this host's durable operations fail as planned; the last one registered counts.</summary>
    /// <param name="services">The services of the host under test.</param>
    /// <param name="plan">What goes wrong where.</param>
    public static IServiceCollection AddLeaseholdFaults(this IServiceCollection services, FaultPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return services.AddSingleton<IStepObserver>(plan);
    }
}
