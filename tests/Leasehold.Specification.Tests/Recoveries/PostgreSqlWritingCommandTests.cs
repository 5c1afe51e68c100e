using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

public sealed class PostgreSqlWritingCommandTests : WritingCommandSpecification<PostgreSqlDatabase>
{
    protected override string SendsAndSleeps
        => "SELECT repeat('x', 100) FROM generate_series(1, 10000); SELECT pg_sleep(1)";
}
