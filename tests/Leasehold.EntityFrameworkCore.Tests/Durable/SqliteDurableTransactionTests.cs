using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Durable;

public sealed class SqliteDurableTransactionTests : DurableTransactionSpecification<SqliteContextDatabase>;
