using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbUploadTests(MariaDbFixture database) : UploadSpecification(database);
