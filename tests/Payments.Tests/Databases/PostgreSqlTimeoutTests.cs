using Leasehold.Payments.Tests.Specifications;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlTimeoutTests(PostgreSqlFixture database) : TimeoutSpecification(database);
