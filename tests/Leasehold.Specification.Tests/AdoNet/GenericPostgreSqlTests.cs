using Leasehold.Specification.Tests.DataSources;
using Leasehold.Specification.Tests.Health;
using Leasehold.Specification.Tests.Lifecycle;
using Leasehold.Specification.Tests.Sessions;

namespace Leasehold.Specification.Tests.AdoNet;

public sealed class GenericPostgreSqlBatchTests : BatchSpecification<GenericPostgreSqlDatabase>;

public sealed class GenericPostgreSqlReadSessionTests : ReadSessionSpecification<GenericPostgreSqlDatabase>;

public sealed class GenericPostgreSqlResetTests : ResetSpecification<GenericPostgreSqlDatabase>;

public sealed class GenericPostgreSqlReturnTests : ReturnSpecification<GenericPostgreSqlDatabase>;

public sealed class GenericPostgreSqlSessionTests : SessionSpecification<GenericPostgreSqlDatabase>;
