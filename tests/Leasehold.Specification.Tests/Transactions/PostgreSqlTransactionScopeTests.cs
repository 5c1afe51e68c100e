using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Transactions;

public sealed class PostgreSqlTransactionScopeTests : TransactionScopeSpecification<PostgreSqlDatabase>;
