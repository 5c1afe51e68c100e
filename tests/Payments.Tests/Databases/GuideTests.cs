using Leasehold.Payments.Tests.Specifications;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteGuideTests(SqliteFixture database) : GuideSpecification(database);

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlGuideTests(PostgreSqlFixture database) : GuideSpecification(database);

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbGuideTests(MariaDbFixture database) : GuideSpecification(database);
