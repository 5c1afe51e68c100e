using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Diagnoses;

public sealed class PostgreSqlBlockedLeaseTests : BlockedLeaseSpecification<PostgreSqlDatabase>
{
    protected override string Sleep => "SELECT pg_sleep(120)";
}
