namespace OpenTelemetry.Trace;

/// <summary>Leasehold's spans.</summary>
public static class LeaseholdTracerProviderBuilderExtensions
{
    /// <summary>Collects the spans of leases that wait and of the stages of operations.</summary>
    /// <param name="builder">The traces being set up.</param>
    public static TracerProviderBuilder AddLeaseholdInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource("Leasehold");
    }
}
