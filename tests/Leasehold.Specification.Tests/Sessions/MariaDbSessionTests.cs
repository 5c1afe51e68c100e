using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Sessions;

public sealed class MariaDbSessionTests : SessionSpecification<MariaDbDatabase>;
