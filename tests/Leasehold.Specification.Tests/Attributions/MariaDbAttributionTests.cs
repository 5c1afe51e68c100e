using Leasehold.Specification.Tests.Databases;

namespace Leasehold.Specification.Tests.Attributions;

public sealed class MariaDbAttributionTests : AttributionSpecification<MariaDbDatabase>
{
    protected override string Sleep => "SELECT SLEEP(0.2)";

    protected override bool NamesTheSession => false;
}
