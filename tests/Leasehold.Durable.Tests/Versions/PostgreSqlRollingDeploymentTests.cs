using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Versions;

public sealed class PostgreSqlRollingDeploymentTests : RollingDeploymentSpecification<PostgreSqlDatabase>;
