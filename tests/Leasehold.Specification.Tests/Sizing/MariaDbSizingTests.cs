using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Sizing;

public sealed class MariaDbSizingTests : SizingSpecification<MariaDbDatabase>;
