using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteTaskTests(SqliteFixture database) : TaskSpecification(database);

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlTaskTests(PostgreSqlFixture database) : TaskSpecification(database);

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbTaskTests(MariaDbFixture database) : TaskSpecification(database);
