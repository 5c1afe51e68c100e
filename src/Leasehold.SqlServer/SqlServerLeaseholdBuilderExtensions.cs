using Leasehold;
using Leasehold.AdoNet;
using Leasehold.SqlServer;
using Microsoft.Data.SqlClient;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQL Server.</summary>
public static class SqlServerLeaseholdBuilderExtensions
{
    /// <summary>Leases connections to SQL Server or Azure SQL through Microsoft.Data.SqlClient; a preview.</summary>
    /// <remarks>
    /// The driver's reset keeps the isolation level of the holder before, so it is set to READ COMMITTED when a
    /// connection goes back; what <c>sp_set_session_context</c> set stays on a server of your own.
    /// </remarks>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="connectionString">
    /// SqlClient's connection string; pool settings in it are replaced by the workloads'.
    /// </param>
    /// <param name="configure">Changes what is said of the server, for example further statements of the reset.</param>
    public static LeaseholdBuilder UseSqlServer(
        this LeaseholdBuilder builder, string connectionString, Action<AdoNetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseAdoNet(
            SqlClientFactory.Instance,
            SqlServerFacts.WithoutBlockingPeriod(connectionString),
            options =>
            {
                SqlServerFacts.Apply(options);
                configure?.Invoke(options);
            });
    }
}
