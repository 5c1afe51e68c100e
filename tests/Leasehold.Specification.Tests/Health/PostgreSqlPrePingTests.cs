using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Health;

public sealed class PostgreSqlPrePingTests : PrePingSpecification<PostgreSqlDatabase>;
