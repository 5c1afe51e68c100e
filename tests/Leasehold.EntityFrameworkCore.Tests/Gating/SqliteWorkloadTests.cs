using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Gating;

public sealed class SqliteWorkloadTests : WorkloadSpecification<SqliteContextDatabase>;
