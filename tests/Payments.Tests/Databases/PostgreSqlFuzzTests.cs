using Leasehold.Payments.Tests.Fuzzing;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlFuzzTests(PostgreSqlFixture database) : FuzzSpecification(database, requests: 3000);
