using Leasehold.Providers;
using Microsoft.Data.Sqlite;

namespace Leasehold.Sqlite;

/// <summary>What <c>builder.AddLeasehold("name")</c> finds when the package is referenced.</summary>
/// <remarks>Found by its name: <c>ReferencedPackages</c> in the core.</remarks>
internal sealed class SqliteAdapter : DatabaseAdapter
{
    public override string Name => "Sqlite";

    public override bool CanRead(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString).DataSource.Length > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }

    public override DatabaseProvider Create(string connectionString) => new SqliteProvider(connectionString);
}
