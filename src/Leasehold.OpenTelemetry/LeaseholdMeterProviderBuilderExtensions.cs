using Leasehold;
using Microsoft.Extensions.DependencyInjection;

namespace OpenTelemetry.Metrics;

/// <summary>Leasehold's metrics.</summary>
public static class LeaseholdMeterProviderBuilderExtensions
{
    /// <summary>Collects the metrics of pools, leases, the guard and durable operations.</summary>
    /// <param name="builder">The metrics being set up.</param>
    /// <param name="connectionMetrics">
    /// True sets <see cref="LeaseholdOptions.ConnectionMetrics"/> for every database of the application; a provider
    /// that is not the host's cannot, and leaves the setting as it is.
    /// </param>
    public static MeterProviderBuilder AddLeaseholdInstrumentation(
        this MeterProviderBuilder builder, bool connectionMetrics = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (connectionMetrics)
        {
            builder.ConfigureServices(static services
                => services.PostConfigureAll<LeaseholdOptions>(static options => options.ConnectionMetrics = true));
        }

        return builder.AddMeter("Leasehold");
    }
}
