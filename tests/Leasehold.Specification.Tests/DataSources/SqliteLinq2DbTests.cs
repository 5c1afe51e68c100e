using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.DataSources;

public sealed class SqliteLinq2DbTests : Linq2DbSpecification<SqliteDatabase>;
