using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Restarts;

public sealed class MariaDbRestartTests : RestartSpecification<MariaDbDatabase>;
