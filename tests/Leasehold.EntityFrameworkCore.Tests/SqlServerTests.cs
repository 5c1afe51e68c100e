using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Gating;
using Leasehold.EntityFrameworkCore.Tests.Queries;
using Leasehold.EntityFrameworkCore.Tests.Returns;
using Leasehold.EntityFrameworkCore.Tests.Sessions;
using Leasehold.EntityFrameworkCore.Tests.Targets;

namespace Leasehold.EntityFrameworkCore.Tests;

public sealed class SqlServerGatingTests : GatingSpecification<SqlServerContextDatabase>;

public sealed class SqlServerReleaseTests : ReleaseSpecification<SqlServerContextDatabase>;

public sealed class SqlServerWorkloadTests : WorkloadSpecification<SqlServerContextDatabase>;

public sealed class SqlServerTargetTests : TargetSpecification<SqlServerContextDatabase>;

public sealed class SqlServerContextReturnTests : ContextReturnSpecification<SqlServerContextDatabase>;

public sealed class SqlServerLatestQueryTests : LatestQuerySpecification<SqlServerContextDatabase>;

public sealed class SqlServerSessionContextsTests : SessionContextsSpecification<SqlServerContextDatabase>;
