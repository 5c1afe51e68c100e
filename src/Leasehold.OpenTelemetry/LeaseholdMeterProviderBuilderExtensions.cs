using Leasehold;

namespace OpenTelemetry.Metrics;

/// <summary>Leasehold's metrics.</summary>
public static class LeaseholdMeterProviderBuilderExtensions
{
    /// <summary>Collects the metrics of pools, leases, the guard and durable operations.</summary>
    /// <param name="builder">The metrics being set up.</param>
    public static MeterProviderBuilder AddLeaseholdInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(LeaseholdMetrics.MeterName);
    }
}
