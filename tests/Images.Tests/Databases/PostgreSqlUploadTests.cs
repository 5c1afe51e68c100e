using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(PostgreSqlGroup))]
public sealed class PostgreSqlUploadTests(PostgreSqlFixture database) : UploadSpecification(database);
