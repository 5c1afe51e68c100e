using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Versions;

public sealed class MariaDbRollingDeploymentTests : RollingDeploymentSpecification<MariaDbDatabase>;
