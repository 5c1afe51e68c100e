using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbBatchTests(MariaDbFixture database) : BatchSpecification(database);
