using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Diagnoses;

public sealed class MariaDbBlockedLeaseTests : BlockedLeaseSpecification<MariaDbDatabase>
{
    protected override string Sleep => "SELECT SLEEP(120)";
}
