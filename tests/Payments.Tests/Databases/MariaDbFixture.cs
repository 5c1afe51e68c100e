using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>MariaDB.</summary>
public sealed class MariaDbFixture()
    : DatabaseFixture(new ServerDatabases("mysql", "payments", TestServers.TryGetMariaDbAsync));
