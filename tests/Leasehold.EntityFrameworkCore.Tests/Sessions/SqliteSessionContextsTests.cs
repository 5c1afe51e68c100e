using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Sessions;

public sealed class SqliteSessionContextsTests : SessionContextsSpecification<SqliteContextDatabase>;
