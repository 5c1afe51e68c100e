using Leasehold;
using Leasehold.Providers;
using Leasehold.Sight.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Leasehold to an application's health checks.</summary>
public static class LeaseholdHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of databases and pools. Unhealthy: a database is unreachable, or its answer is an error. Degraded:
    /// a pool is saturated.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">What an unreachable database counts as; Unhealthy by default.</param>
    /// <param name="tags">For picking checks.</param>
    /// <param name="configure">Another probe or time-out.</param>
    /// <remarks>The probe runs once for all that ask, and its answer serves a second: the route may be open.</remarks>
    public static IHealthChecksBuilder AddLeasehold(
        this IHealthChecksBuilder builder,
        string name = "leasehold",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        Action<HealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        AddCheck(builder.Services, name, configure);
        return builder.Add(new HealthCheckRegistration(
            name, s => s.GetRequiredKeyedService<PoolsHealthCheck>(name), failureStatus, tags));
    }

    /// <summary>Makes the check resolvable by its name.</summary>
    internal static void AddCheck(IServiceCollection services, string name, Action<HealthOptions>? configure)
    {
        RegisteredDatabases.AddTo(services);
        services.AddOptions<HealthOptions>(name)
            .Configure(options => configure?.Invoke(options))
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>());

        // One instance: it holds the probes, which ask once for all requests.
        services.AddKeyedSingleton(
            name,
            static (s, key) => new PoolsHealthCheck(
                (string)key!,
                s.GetRequiredService<RegisteredDatabases>(),
                s.GetRequiredService<IOptionsMonitor<HealthOptions>>(),
                s.GetService<TimeProvider>() ?? TimeProvider.System,
                (s.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Leasehold")));
    }
}
