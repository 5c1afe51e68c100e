using Leasehold.EntityFrameworkCore.Tests.Databases;
using Leasehold.EntityFrameworkCore.Tests.Durable;
using Leasehold.EntityFrameworkCore.Tests.Gating;
using Leasehold.EntityFrameworkCore.Tests.Queries;
using Leasehold.EntityFrameworkCore.Tests.Returns;
using Leasehold.EntityFrameworkCore.Tests.Sessions;
using Leasehold.EntityFrameworkCore.Tests.Targets;

namespace Leasehold.EntityFrameworkCore.Tests;

public sealed class MariaDbGatingTests : GatingSpecification<MariaDbContextDatabase>;

public sealed class MariaDbReleaseTests : ReleaseSpecification<MariaDbContextDatabase>;

public sealed class MariaDbWorkloadTests : WorkloadSpecification<MariaDbContextDatabase>;

public sealed class MariaDbTargetTests : TargetSpecification<MariaDbContextDatabase>;

public sealed class MariaDbContextReturnTests : ContextReturnSpecification<MariaDbContextDatabase>;

public sealed class MariaDbLatestQueryTests : LatestQuerySpecification<MariaDbContextDatabase>;

public sealed class MariaDbSessionContextsTests : SessionContextsSpecification<MariaDbSessionDatabase>;

public sealed class MariaDbDurableTransactionTests : DurableTransactionSpecification<MariaDbContextDatabase>;
