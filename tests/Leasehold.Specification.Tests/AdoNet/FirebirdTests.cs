using Leasehold.Specification.Tests.Budgets;
using Leasehold.Specification.Tests.Databases;
using Leasehold.Specification.Tests.DataSources;
using Leasehold.Specification.Tests.Flows;
using Leasehold.Specification.Tests.Guards;
using Leasehold.Specification.Tests.Health;
using Leasehold.Specification.Tests.Lifecycle;
using Leasehold.Specification.Tests.Sessions;
using Leasehold.Specification.Tests.Sizing;
using Leasehold.Specification.Tests.Stages;
using Leasehold.Specification.Tests.Waiting;

namespace Leasehold.Specification.Tests.AdoNet;

public sealed class FirebirdBrokenConnectionTests : BrokenConnectionSpecification<FirebirdDatabase>;

public sealed class FirebirdBudgetTests : BudgetSpecification<FirebirdDatabase>;

public sealed class FirebirdCommitOutcomeTests : CommitOutcomeSpecification<FirebirdDatabase>;

public sealed class FirebirdDataSourceTests : DataSourceSpecification<FirebirdDatabase>;

public sealed class FirebirdExhaustionTests : ExhaustionSpecification<FirebirdDatabase>;

public sealed class FirebirdHandOffTests : HandOffSpecification<FirebirdDatabase>;

public sealed class FirebirdHeldCallTests : HeldCallSpecification<FirebirdDatabase>;

public sealed class FirebirdHoldBudgetTests : HoldBudgetSpecification<FirebirdDatabase>;

public sealed class FirebirdLaneTests : LaneSpecification<FirebirdDatabase>;

public sealed class FirebirdLostLeaseTests : LostLeaseSpecification<FirebirdDatabase>;

public sealed class FirebirdNestedAcquireTests : NestedAcquireSpecification<FirebirdDatabase>;

public sealed class FirebirdOpenBoundTests : OpenBoundSpecification<FirebirdDatabase>;

public sealed class FirebirdPrePingTests : PrePingSpecification<FirebirdDatabase>;

public sealed class FirebirdReadSessionTests : ReadSessionSpecification<FirebirdDatabase>;

public sealed class FirebirdResetTests : ResetSpecification<FirebirdDatabase>;

public sealed class FirebirdRetryTests : ServerRetrySpecification<FirebirdDatabase>;

public sealed class FirebirdReturnTests : ReturnSpecification<FirebirdDatabase>;

public sealed class FirebirdSessionTests : SessionSpecification<FirebirdDatabase>;

public sealed class FirebirdShutdownTests : ShutdownSpecification<FirebirdDatabase>;

public sealed class FirebirdSizingTests : SizingSpecification<FirebirdDatabase>;

public sealed class FirebirdStageViolationTests : StageViolationSpecification<FirebirdDatabase>;

public sealed class FirebirdStagedTests : StagedSpecification<FirebirdDatabase>;

public sealed class FirebirdWaitingTests : WaitingSpecification<FirebirdDatabase>;
