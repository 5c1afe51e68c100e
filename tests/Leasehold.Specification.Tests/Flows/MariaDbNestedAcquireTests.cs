using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Flows;

public sealed class MariaDbNestedAcquireTests : NestedAcquireSpecification<MariaDbDatabase>;
