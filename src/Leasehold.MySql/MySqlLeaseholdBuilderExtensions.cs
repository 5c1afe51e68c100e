using Leasehold;
using Leasehold.MySql;
using MySqlConnector;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses MySQL or MariaDB.</summary>
public static class MySqlLeaseholdBuilderExtensions
{
    /// <summary>Leases connections to MySQL or MariaDB through MySqlConnector.</summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="connectionString">
    /// MySqlConnector's connection string, a URL (<c>mysql://user:password@host/database</c>), or
    /// <c>Name=ConnectionStrings:Main</c> for one of the configuration; pool settings in it are replaced by the
    /// workloads'.
    /// </param>
    /// <param name="configure">Runs once per workload's data source: logging, password providers, TLS.</param>
    public static LeaseholdBuilder UseMySql(
        this LeaseholdBuilder builder, string connectionString, Action<MySqlDataSourceBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseProvider(connectionString, text => new MySqlProvider(text, configure));
    }
}
