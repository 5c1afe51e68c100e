using Leasehold.Specification.Tests.DataSources;
using Leasehold.Specification.Tests.Lifecycle;
using Leasehold.Specification.Tests.Sessions;
using Leasehold.Specification.Tests.Waiting;

namespace Leasehold.Specification.Tests.AdoNet;

public sealed class GenericSqliteDataSourceTests : DataSourceSpecification<GenericSqliteDatabase>;

public sealed class GenericSqliteReadSessionTests : ReadSessionSpecification<GenericSqliteDatabase>;

public sealed class GenericSqliteReturnTests : ReturnSpecification<GenericSqliteDatabase>;

public sealed class GenericSqliteSessionTests : SessionSpecification<GenericSqliteDatabase>;

public sealed class GenericSqliteWaitingTests : WaitingSpecification<GenericSqliteDatabase>;
