using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Recoveries;

public sealed class MariaDbWritingCommandTests : WritingCommandSpecification<MariaDbDatabase>
{
    protected override string SendsAndSleeps => "SELECT 1 UNION ALL SELECT 2; SELECT SLEEP(1)";
}
