using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Waiting;

public sealed class MariaDbOpenBoundTests : OpenBoundSpecification<MariaDbDatabase>;
