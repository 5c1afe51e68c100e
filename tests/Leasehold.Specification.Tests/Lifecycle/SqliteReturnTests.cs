using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Lifecycle;

public sealed class SqliteReturnTests : ReturnSpecification<SqliteDatabase>;
