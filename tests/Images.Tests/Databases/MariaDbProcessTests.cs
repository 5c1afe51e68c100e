using Leasehold.Images.Tests.Specifications;

namespace Leasehold.Images.Tests.Databases;

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbProcessTests(MariaDbFixture database) : ProcessSpecification(database);
