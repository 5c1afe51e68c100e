using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Running;

public sealed class MariaDbStatementTests() : StatementSpecification<MariaDbDatabase>("MySqlConnector", "Execute");
