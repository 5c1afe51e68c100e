using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Targets;

public sealed class SqliteTargetTests : TargetSpecification<SqliteContextDatabase>;
