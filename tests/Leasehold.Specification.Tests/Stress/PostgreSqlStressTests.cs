using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Stress;

public sealed class PostgreSqlStressTests : ServerStressSpecification<PostgreSqlDatabase>;
