using Leasehold;
using Leasehold.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses SQLite.</summary>
public static class SqliteLeaseholdBuilderExtensions
{
    /// <summary>Leases connections to a SQLite file.</summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="connectionString">
    /// Microsoft.Data.Sqlite's connection string, e.g. <c>Data Source=data/shop.db</c>, or
    /// <c>Name=ConnectionStrings:Main</c> for one of the configuration.
    /// </param>
    public static LeaseholdBuilder UseSqlite(this LeaseholdBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseProvider(connectionString, static text => new SqliteProvider(text));
    }
}
