using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Locks;

public sealed class PostgreSqlRowLockTests : RowLockSpecification<PostgreSqlDatabase>;
