using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Lifecycle;

public sealed class PostgreSqlLostLeaseTests : LostLeaseSpecification<PostgreSqlDatabase>;
