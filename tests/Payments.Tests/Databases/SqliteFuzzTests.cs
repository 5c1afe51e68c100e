using Leasehold.Payments.Tests.Fuzzing;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteFuzzTests(SqliteFixture database) : FuzzSpecification(database, requests: 8000);
