using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Stages;

public sealed class MariaDbStageViolationTests : StageViolationSpecification<MariaDbDatabase>;
