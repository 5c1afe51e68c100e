using Leasehold.AdoNet;
using Leasehold.Providers;
using Leasehold.Specification.Tests.Databases;
using Npgsql;

namespace Leasehold.Specification.Tests.AdoNet;

/// <summary>PostgreSQL through the generic adapter: Npgsql's reset goes along with the driver's own pool.</summary>
public sealed class GenericPostgreSqlDatabase : PostgreSqlDatabase
{
    /// <inheritdoc/>
    public override DatabaseProvider CreateProvider(string? connectionString = null)
        => new AdoNetProvider(NpgsqlFactory.Instance, connectionString ?? ConnectionString, new AdoNetOptions
        {
            SystemName = "postgresql",
            HasCommandTimeout = true,
            ClearPool = static connection => NpgsqlConnection.ClearPool((NpgsqlConnection)connection),
            PhysicalId = static connection => ((NpgsqlConnection)connection).ProcessID,
            PhysicalKey = static connection => ((NpgsqlConnection)connection).ProcessID,
            ReadOnlyStatement = "SET TRANSACTION READ ONLY",
            CommandSource = "Npgsql",
        });
}
