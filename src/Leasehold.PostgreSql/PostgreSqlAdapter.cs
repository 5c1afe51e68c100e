using Leasehold.Providers;
using Npgsql;

namespace Leasehold.PostgreSql;

/// <summary>What <c>builder.AddLeasehold("name")</c> finds when the package is referenced.</summary>
/// <remarks>Found by its name: <c>ReferencedPackages</c> in the core.</remarks>
internal sealed class PostgreSqlAdapter : DatabaseAdapter
{
    public override string Name => "PostgreSql";

    public override bool CanRead(string connectionString)
    {
        try
        {
            return ServerUrl.TryRead(connectionString, "postgresql", "postgres") is not null
                || new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }

    public override DatabaseProvider Create(string connectionString) => new PostgreSqlProvider(connectionString);
}
