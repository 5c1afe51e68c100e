using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Waiting;

public sealed class MariaDbHandOffTests : HandOffSpecification<MariaDbDatabase>;
