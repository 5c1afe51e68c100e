using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.DataSources;
using Leasehold.Specification.Tests.Guards;
using Leasehold.Specification.Tests.Health;
using Leasehold.Specification.Tests.Lifecycle;
using Leasehold.Specification.Tests.Sessions;
using Leasehold.Specification.Tests.Stages;
using Leasehold.Specification.Tests.Waiting;

namespace Leasehold.Specification.Tests.AdoNet;

public sealed class SqlServerBrokenConnectionTests : BrokenConnectionSpecification<SqlServerDatabase>;

public sealed class SqlServerDataSourceTests : DataSourceSpecification<SqlServerDatabase>;

public sealed class SqlServerHeldCallTests : HeldCallSpecification<SqlServerDatabase>;

public sealed class SqlServerLostLeaseTests : LostLeaseSpecification<SqlServerDatabase>;

public sealed class SqlServerReadSessionTests : ReadSessionSpecification<SqlServerDatabase>;

public sealed class SqlServerResetTests : ResetSpecification<SqlServerDatabase>;

public sealed class SqlServerRetryTests : ServerRetrySpecification<SqlServerDatabase>;

public sealed class SqlServerReturnTests : ReturnSpecification<SqlServerDatabase>;

public sealed class SqlServerSessionTests : SessionSpecification<SqlServerDatabase>;

public sealed class SqlServerStagedTests : StagedSpecification<SqlServerDatabase>;

public sealed class SqlServerWaitingTests : WaitingSpecification<SqlServerDatabase>;
