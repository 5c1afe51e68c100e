using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds Leasehold's HTTP side to an application.</summary>
public static class LeaseholdHttpHostExtensions
{
    /// <inheritdoc cref="LeaseholdHttpServiceCollectionExtensions.AddLeaseholdHttp"/>
    /// <param name="builder">The application being built.</param>
    public static IHostApplicationBuilder AddLeaseholdHttp(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddLeaseholdHttp();
        return builder;
    }
}
