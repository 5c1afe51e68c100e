using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Diagnoses;

public sealed class PostgreSqlDiagnosedServerTests : DiagnosedServerSpecification<PostgreSqlDatabase>
{
    protected override string Right => "pg_monitor";
}
