using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteNeighbourTests(SqliteFixture database) : NeighbourSpecification(database);

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlNeighbourTests(PostgreSqlFixture database) : NeighbourSpecification(database);

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbNeighbourTests(MariaDbFixture database) : NeighbourSpecification(database);
