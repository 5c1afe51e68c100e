using Leasehold.Payments.Tests.Specifications;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteHostileInputTests(SqliteFixture database) : HostileInputSpecification(database);
