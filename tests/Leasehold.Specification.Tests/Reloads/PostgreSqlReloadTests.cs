using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Reloads;

public sealed class PostgreSqlReloadTests : ReloadSpecification<PostgreSqlDatabase>;
