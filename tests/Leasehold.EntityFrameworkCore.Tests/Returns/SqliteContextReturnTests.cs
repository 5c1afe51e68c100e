using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Returns;

public sealed class SqliteContextReturnTests : ContextReturnSpecification<SqliteContextDatabase>;
