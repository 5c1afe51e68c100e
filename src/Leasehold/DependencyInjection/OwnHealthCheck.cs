using Leasehold.Sight.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Leasehold.DependencyInjection;

/// <summary>Adds the health check where nobody has switched it off, or added one himself.</summary>
/// <remarks>Looked at late: the order of the Add… calls does not matter.</remarks>
internal sealed class OwnHealthCheck(IServiceCollection services, Lazy<LeaseholdSettings> settings)
    : IPostConfigureOptions<HealthCheckServiceOptions>
{
    public const string Name = "leasehold";

    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        if (settings.Value.DisableHealthChecks
            || options.Registrations.Any(static check => check.Name == Name)
            || services.Any(static s => s.IsKeyedService
                && s.ServiceType == typeof(PoolsHealthCheck)
                && s.ServiceKey is not Name))
        {
            return;
        }

        options.Registrations.Add(new HealthCheckRegistration(
            Name, static s => s.GetRequiredKeyedService<PoolsHealthCheck>(Name), failureStatus: null, tags: null));
    }
}
