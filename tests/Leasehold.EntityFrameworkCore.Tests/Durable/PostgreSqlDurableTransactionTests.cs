using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Durable;

public sealed class PostgreSqlDurableTransactionTests : DurableTransactionSpecification<PostgreSqlContextDatabase>;
