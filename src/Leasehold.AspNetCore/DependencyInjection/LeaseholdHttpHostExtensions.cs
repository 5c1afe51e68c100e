using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds all of Leasehold's HTTP side at once.</summary>
public static class LeaseholdHttpHostExtensions
{
    /// <summary>Adds problem details, limits, API keys with the loopback rule, a rate limit, health checks.</summary>
    /// <param name="builder">The application being built.</param>
    /// <returns>The health checks, to add the service's own.</returns>
    public static IHealthChecksBuilder AddLeaseholdHttp(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddLeaseholdProblemDetails();
        builder.Services.AddLeaseholdLimits(builder.Configuration);
        builder.Services.AddLeaseholdApiKeys(builder.Configuration);
        builder.Services.AddLeaseholdRateLimit(builder.Configuration);
        return builder.Services.AddLeaseholdHealthChecks();
    }
}
