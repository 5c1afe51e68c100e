using Leasehold.AdoNet;
using Leasehold.Providers;
using Microsoft.Data.SqlClient;

namespace Leasehold.SqlServer;

/// <summary>What <c>builder.AddLeasehold("name")</c> finds when the package is referenced.</summary>
/// <remarks>Found by its name: <c>ReferencedPackages</c> in the core.</remarks>
internal sealed class SqlServerAdapter : DatabaseAdapter
{
    public override string Name => "SqlServer";

    public override bool CanRead(string connectionString)
    {
        try
        {
            // A database, since the driver takes SQLite's Data Source for a server's name.
            return new SqlConnectionStringBuilder(connectionString)
                is { DataSource.Length: > 0, InitialCatalog.Length: > 0 };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }

    public override DatabaseProvider Create(string connectionString)
    {
        var options = new AdoNetOptions();
        SqlServerFacts.Apply(options);
        return new AdoNetProvider(
            SqlClientFactory.Instance, SqlServerFacts.WithoutBlockingPeriod(connectionString), options);
    }
}
