using Leasehold.Payments.Tests.Fuzzing;

namespace Leasehold.Payments.Tests.Databases;

[Collection(nameof(MariaDbGroup))]
public sealed class MariaDbFuzzTests(MariaDbFixture database) : FuzzSpecification(database, requests: 3000);
