using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>PostgreSQL.</summary>
public sealed class PostgreSqlFixture()
    : DatabaseFixture(new ServerDatabases("postgresql", "payments", TestServers.TryGetPostgreSqlAsync));
