using Leasehold.Images.Tests.Fuzzing;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteFuzzTests(SqliteFixture database) : FuzzSpecification(database, requests: 4500);

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlFuzzTests(PostgreSqlFixture database) : FuzzSpecification(database, requests: 2250);

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbFuzzTests(MariaDbFixture database) : FuzzSpecification(database, requests: 2250);
