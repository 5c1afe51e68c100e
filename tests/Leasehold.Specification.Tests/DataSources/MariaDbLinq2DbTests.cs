using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.DataSources;

public sealed class MariaDbLinq2DbTests : Linq2DbSpecification<MariaDbDatabase>;
