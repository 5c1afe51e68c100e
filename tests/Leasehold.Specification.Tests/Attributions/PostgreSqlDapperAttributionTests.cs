using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Attributions;

public sealed class PostgreSqlDapperAttributionTests : DapperAttributionSpecification<PostgreSqlDatabase>
{
    protected override string Sleep => "SELECT 1 FROM pg_sleep(0.2)";
}
