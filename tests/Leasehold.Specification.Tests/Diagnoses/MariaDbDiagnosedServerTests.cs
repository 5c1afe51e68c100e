using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Diagnoses;

public sealed class MariaDbDiagnosedServerTests : DiagnosedServerSpecification<MariaDbDatabase>
{
    protected override string Right => "PROCESS";
}
