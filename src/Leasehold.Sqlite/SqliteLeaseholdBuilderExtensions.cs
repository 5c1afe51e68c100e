using Leasehold.Sqlite;

namespace Leasehold;

/// <summary>Chooses SQLite.</summary>
public static class SqliteLeaseholdBuilderExtensions
{
    /// <summary>Leases connections to a SQLite file.</summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="connectionString">
    /// Microsoft.Data.Sqlite's connection string, e.g. <c>Data Source=data/shop.db</c>.
    /// </param>
    public static LeaseholdBuilder UseSqlite(this LeaseholdBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var provider = new SqliteProvider(connectionString);
        return builder.UseProvider(_ => provider);
    }
}
