using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Attributions;

public sealed class MariaDbDapperAttributionTests : DapperAttributionSpecification<MariaDbDatabase>
{
    protected override string Sleep => "SELECT SLEEP(0.2)";
}
