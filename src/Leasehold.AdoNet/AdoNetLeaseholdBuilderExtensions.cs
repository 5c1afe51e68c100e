using System.Data.Common;
using Leasehold;
using Leasehold.AdoNet;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses any database with an ADO.NET driver.</summary>
public static class AdoNetLeaseholdBuilderExtensions
{
    /// <summary>Leases connections through any ADO.NET driver.</summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="factory">The driver's factory, e.g. <c>FirebirdClientFactory.Instance</c>.</param>
    /// <param name="connectionString">
    /// The driver's connection string; pool settings in it are replaced by the workloads'.
    /// </param>
    /// <param name="configure">Says what the driver and its database can do.</param>
    /// <exception cref="ArgumentException">An option contradicts another one, or the driver.</exception>
    public static LeaseholdBuilder UseAdoNet(
        this LeaseholdBuilder builder,
        DbProviderFactory factory,
        string connectionString,
        Action<AdoNetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new AdoNetOptions();
        configure?.Invoke(options);
        var provider = new AdoNetProvider(factory, connectionString, options);
        return builder.UseProvider(_ => provider);
    }
}
