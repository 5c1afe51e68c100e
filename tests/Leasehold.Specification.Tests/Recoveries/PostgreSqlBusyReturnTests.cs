using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

public sealed class PostgreSqlBusyReturnTests : BusyReturnSpecification<PostgreSqlDatabase>
{
    protected override string Slow => "SELECT pg_sleep(0.5)";
}
