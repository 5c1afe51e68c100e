using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlProcessTests(PostgreSqlFixture database) : ProcessSpecification(database);
