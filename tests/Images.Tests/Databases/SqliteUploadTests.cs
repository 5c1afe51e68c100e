using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(SqliteGroup))]
public sealed class SqliteUploadTests(SqliteFixture database) : UploadSpecification(database);
