using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlBatchTests(PostgreSqlFixture database) : BatchSpecification(database);
