using Leasehold.LocalServers.Databases;
using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>MariaDB.</summary>
public sealed class MariaDbFixture : ServerFixture
{
    private protected override string Provider => "mysql";

    private protected override Task<ServerAvailability<IDatabaseEndpoint>> FindAsync()
        => TestServers.TryGetMariaDbAsync();
}
