using Leasehold.MySql;
using Leasehold.PostgreSql;
using Leasehold.Providers;
using Leasehold.ServiceDefaults.Database;
using Leasehold.Sqlite;

namespace Leasehold.Scenarios.Isolation;

/// <summary>Pools with the defaults of the three workloads.</summary>
internal static class PoolsOf
{
    public static ConnectionPools Settings(DatabaseSettings settings)
    {
        DatabaseProvider provider = settings.Kind switch
        {
            DatabaseKind.Sqlite => new SqliteProvider(settings.ConnectionString),
            DatabaseKind.PostgreSql => new PostgreSqlProvider(settings.ConnectionString),
            _ => new MySqlProvider(settings.ConnectionString),
        };
        return new ConnectionPoolsBuilder(
            provider, new LeaseholdOptions { ApplicationName = "isolation" }).Build();
    }
}
