using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Leasehold.ServiceDefaults.Schema;

/// <summary>Unhealthy until the schema is known to be the service's own, and up to date.</summary>
internal sealed class SchemaHealth(SchemaStartup startup) : IHealthCheck
{
    public const string Check = "schema";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(startup.IsReady
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(startup.Fault ?? "The schema is not there yet."));
}
