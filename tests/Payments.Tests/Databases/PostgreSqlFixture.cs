using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>PostgreSQL.</summary>
public sealed class PostgreSqlFixture : ServerFixture
{
    private protected override string Provider => "postgresql";

    private protected override Task<ServerAvailability<IDatabaseEndpoint>> FindAsync()
        => TestServers.TryGetPostgreSqlAsync();
}
