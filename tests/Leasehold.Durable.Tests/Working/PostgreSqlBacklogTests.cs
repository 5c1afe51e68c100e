using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Working;

public sealed class PostgreSqlBacklogTests : BacklogSpecification<PostgreSqlDatabase>;
