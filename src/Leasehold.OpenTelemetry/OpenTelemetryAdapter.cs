using Leasehold.Providers;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Leasehold.OpenTelemetry;

/// <summary>What <c>builder.AddLeasehold("name")</c> finds when the package is referenced.</summary>
/// <remarks>
/// Found by its name: <c>ReferencedPackages</c> in the core. It adds to the application's own providers, where it has
/// some; whether and where to export stays the application's.
/// </remarks>
internal sealed class OpenTelemetryAdapter : TelemetryAdapter
{
    public override void AddTo(IServiceCollection services, Func<bool> hasMetrics, Func<bool> hasTraces)
    {
        services.ConfigureOpenTelemetryMeterProvider((_, metrics) =>
        {
            if (hasMetrics())
            {
                metrics.AddLeaseholdInstrumentation();
            }
        });
        services.ConfigureOpenTelemetryTracerProvider((_, traces) =>
        {
            if (hasTraces())
            {
                traces.AddLeaseholdInstrumentation();
            }
        });
    }
}
