using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Flows;

public sealed class PostgreSqlNestedAcquireTests : NestedAcquireSpecification<PostgreSqlDatabase>;
