using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Providers;

/// <summary>
/// What the package of a telemetry library does, so that <c>builder.AddLeasehold("name")</c> has metrics and traces by
/// its being referenced.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public abstract class TelemetryAdapter
{
    /// <summary>Has what the application exports include Leasehold's metrics and traces.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="hasMetrics">Whether metrics are wanted; asked when the application has been built.</param>
    /// <param name="hasTraces">Whether traces are wanted; asked when the application has been built.</param>
    public abstract void AddTo(IServiceCollection services, Func<bool> hasMetrics, Func<bool> hasTraces);
}
