using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Startup;

public sealed class PostgreSqlAwayTests : DatabaseAwaySpecification
{
    private protected override string Provider => "postgresql";

    private protected override Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync()
        => TestServers.TryStartPrivatePostgreSqlAsync();
}
