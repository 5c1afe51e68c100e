using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Leasehold.AspNetCore;

/// <summary>Gives each health check a probe's flow: they run side by side, and the guard stops none of them.</summary>
internal sealed class HealthCheckFlows : IPostConfigureOptions<HealthCheckServiceOptions>
{
    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        foreach (var registration in options.Registrations)
        {
            var (create, check) = (registration.Factory, $"health check {registration.Name}");
            registration.Factory = services => new InFlow(create(services), check);
        }
    }

    private sealed class InFlow(IHealthCheck inner, string name) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            using var flow = Flow.BeginProbe(name, Flow.Current?.Workload ?? Workload.Api);
            return await inner.CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }
}
