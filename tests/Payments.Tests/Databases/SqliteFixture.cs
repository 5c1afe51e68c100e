using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Payments.Tests.Databases;

/// <summary>SQLite.</summary>
public sealed class SqliteFixture() : DatabaseFixture(new SqliteDatabases("payments"));
