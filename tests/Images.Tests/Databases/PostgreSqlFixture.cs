using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Images.Tests.Databases;

/// <summary>PostgreSQL.</summary>
public sealed class PostgreSqlFixture()
    : DatabaseFixture(new ServerDatabases("postgresql", "images", TestServers.TryGetPostgreSqlAsync));
