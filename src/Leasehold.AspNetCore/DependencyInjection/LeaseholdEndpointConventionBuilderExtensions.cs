using Leasehold;
using Leasehold.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>What an endpoint says about itself to Leasehold.</summary>
public static class LeaseholdEndpointConventionBuilderExtensions
{
    /// <summary>Names the workload the endpoint leases from; without it, Api.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="workload">The workload.</param>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    public static TBuilder WithWorkload<TBuilder>(this TBuilder builder, Workload workload)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(workload);
        return builder.WithMetadata(new WorkloadAttribute(workload.Name));
    }
}
