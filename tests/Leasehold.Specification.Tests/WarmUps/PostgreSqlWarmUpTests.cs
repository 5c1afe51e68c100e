using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.WarmUps;

public sealed class PostgreSqlWarmUpTests : WarmUpSpecification<PostgreSqlDatabase>
{
    protected override string CountOthers
        => "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
}
