using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Images.Tests.Databases;

/// <summary>MariaDB.</summary>
public sealed class MariaDbFixture()
    : DatabaseFixture(new ServerDatabases("mysql", "images", TestServers.TryGetMariaDbAsync));
