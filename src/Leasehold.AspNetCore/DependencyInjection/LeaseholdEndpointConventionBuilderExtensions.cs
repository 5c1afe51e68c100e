using Leasehold;
using Leasehold.AspNetCore;
using Microsoft.AspNetCore.Mvc;

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

    /// <summary>Sets the endpoint's own limit on the request body, above or below the service's.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <param name="bytes">The limit.</param>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    public static TBuilder WithMaxBodyBytes<TBuilder>(this TBuilder builder, long bytes)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        return builder.WithMetadata(new RequestSizeLimitAttribute(bytes));
    }

    /// <summary>Opens the endpoint to operators only: API reference, dashboard and the like.</summary>
    /// <param name="builder">The endpoint or group.</param>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    public static TBuilder RequireOperator<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        => builder.RequireAuthorization(CallerDefaults.OperatorPolicy);
}
