using Leasehold;
using Leasehold.PostgreSql;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses PostgreSQL.</summary>
public static class PostgreSqlLeaseholdBuilderExtensions
{
    /// <summary>Leases connections to PostgreSQL through Npgsql.</summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="connectionString">
    /// Npgsql's connection string, a URL (<c>postgresql://user:password@host/database</c>), or
    /// <c>Name=ConnectionStrings:Main</c> for one of the configuration; pool settings in it are replaced by the
    /// workloads'.
    /// </param>
    /// <param name="configure">Runs once per workload's data source: type mappings, token providers, TLS.</param>
    public static LeaseholdBuilder UsePostgreSql(
        this LeaseholdBuilder builder, string connectionString, Action<NpgsqlDataSourceBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseProvider(connectionString, text => new PostgreSqlProvider(text, configure));
    }
}
