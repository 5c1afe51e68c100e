using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Durable.Tests.Recurring;

public sealed class PostgreSqlRecurringTests : RecurringSpecification<PostgreSqlDatabase>;
