using Leasehold.Testing.Servers.Databases;

namespace Leasehold.Images.Tests.Databases;

/// <summary>SQLite.</summary>
public sealed class SqliteFixture() : DatabaseFixture(new SqliteDatabases("images"));
