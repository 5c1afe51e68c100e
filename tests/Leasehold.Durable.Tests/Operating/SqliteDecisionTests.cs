using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Operating;

public sealed class SqliteDecisionTests : DecisionSpecification<SqliteDatabase>;
