using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Running;

public sealed class PostgreSqlStatementTests() : StatementSpecification<PostgreSqlDatabase>("Npgsql", "");
