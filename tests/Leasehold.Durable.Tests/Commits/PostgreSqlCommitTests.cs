using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Commits;

public sealed class PostgreSqlCommitTests : CommitSpecification<PostgreSqlDatabase>;
