using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Startup;

public sealed class MariaDbAwayTests : DatabaseAwaySpecification
{
    private protected override string Provider => "mariadb";

    private protected override Task<ServerAvailability<IDatabaseServer>> TryStartServerAsync()
        => TestServers.TryStartPrivateMariaDbAsync();
}
