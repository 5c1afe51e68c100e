using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.WarmUps;

public sealed class MariaDbWarmUpTests : WarmUpSpecification<MariaDbDatabase>
{
    protected override string CountOthers
        => "SELECT count(*) FROM information_schema.processlist WHERE db IS NOT NULL AND id <> CONNECTION_ID()";
}
