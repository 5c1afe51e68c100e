using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.DataSources;

public sealed class PostgreSqlLinq2DbTests : Linq2DbSpecification<PostgreSqlDatabase>;
