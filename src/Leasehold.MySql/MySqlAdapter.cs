using Leasehold.Providers;
using MySqlConnector;

namespace Leasehold.MySql;

/// <summary>What <c>builder.AddLeasehold("name")</c> finds when the package is referenced.</summary>
/// <remarks>Found by its name: <c>ReferencedPackages</c> in the core.</remarks>
internal sealed class MySqlAdapter : DatabaseAdapter
{
    public override string Name => "MySql";

    public override bool CanRead(string connectionString)
    {
        try
        {
            // A user, since the driver takes SQLite's Data Source for a server's name.
            return ServerUrl.TryRead(connectionString, "mysql", "mariadb") is not null
                || new MySqlConnectionStringBuilder(connectionString) is { Server.Length: > 0, UserID.Length: > 0 };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }

    public override DatabaseProvider Create(string connectionString) => new MySqlProvider(connectionString);
}
