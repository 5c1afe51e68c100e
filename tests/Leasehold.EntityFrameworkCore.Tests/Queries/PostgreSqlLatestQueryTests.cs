using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Queries;

public sealed class PostgreSqlLatestQueryTests : LatestQuerySpecification<PostgreSqlContextDatabase>;
