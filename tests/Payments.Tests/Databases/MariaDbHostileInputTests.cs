using Leasehold.Payments.Tests.Specifications;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbHostileInputTests(MariaDbFixture database) : HostileInputSpecification(database);
