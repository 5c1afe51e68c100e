using Leasehold.EntityFrameworkCore.Tests.Databases;

namespace Leasehold.EntityFrameworkCore.Tests.Attributions;

public sealed class PostgreSqlContextAttributionTests : ContextAttributionSpecification<PostgreSqlContextDatabase>
{
    protected override string Slow => "SELECT 1::bigint AS \"Value\" FROM pg_sleep(0.2)";

    protected override TimeSpan Least => TimeSpan.FromMilliseconds(180);
}
