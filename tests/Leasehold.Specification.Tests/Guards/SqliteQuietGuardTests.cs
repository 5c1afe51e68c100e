using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Guards;

public sealed class SqliteQuietGuardTests : QuietGuardSpecification<SqliteDatabase>;
