using Leasehold.PostgreSql;
using Npgsql;

namespace Leasehold;

/// <summary>Chooses PostgreSQL.</summary>
public static class PostgreSqlLeaseholdBuilderExtensions
{
    /// <summary>Leases connections to PostgreSQL through Npgsql.</summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="connectionString">
    /// Npgsql's connection string; pool settings in it are replaced by the workloads'.
    /// </param>
    /// <param name="configure">Runs once per workload's data source: type mappings, token providers, TLS.</param>
    public static LeaseholdBuilder UsePostgreSql(
        this LeaseholdBuilder builder, string connectionString, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var provider = new PostgreSqlProvider(connectionString, configure);
        return builder.UseProvider(_ => provider);
    }
}
