using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Recovery;

public sealed class MariaDbUpkeepTests : UpkeepSpecification<MariaDbDatabase>;
