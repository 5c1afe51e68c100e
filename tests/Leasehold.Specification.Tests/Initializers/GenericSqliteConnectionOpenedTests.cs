using Leasehold.Specification.Tests.AdoNet;

namespace Leasehold.Specification.Tests.Initializers;

public sealed class GenericSqliteConnectionOpenedTests : ConnectionOpenedSpecification<GenericSqliteDatabase>;
