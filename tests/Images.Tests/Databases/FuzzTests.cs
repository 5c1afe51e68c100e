using Leasehold.Images.Tests.Fuzzing;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteFuzzTests(SqliteFixture database) : FuzzSpecification(database, requests: 3600);

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlFuzzTests(PostgreSqlFixture database) : FuzzSpecification(database, requests: 1200);

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbFuzzTests(MariaDbFixture database) : FuzzSpecification(database, requests: 1200);
