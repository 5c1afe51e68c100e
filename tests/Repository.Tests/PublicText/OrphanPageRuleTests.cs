using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class OrphanPageRuleTests() : RuleSpecification(new OrphanPageRule())
{
    [Fact]
    public void Check_APageThatNothingLeadsTo_Fires() => Fires(
        ("README.md", "# Home\n"), ("docs/guide/pools.md", "# Pools\n"));

    [Fact]
    public void Check_ATwinThatOnlyEnglishPagesLeadTo_Fires() => Fires(
        ("README.md", "[pools](docs/guide/pools.md)\n"), ("docs/guide/pools.md", "[한국어](pools.ko.md)\n"),
        ("README.ko.md", "# 홈\n"), ("docs/guide/pools.ko.md", "[English](pools.md)\n"));

    [Fact]
    public void Check_PagesReachedByWayOfAnother_StaysQuiet() => Quiet(
        ("README.md", "[pools](docs/guide/pools.md#size)\n"), ("docs/guide/pools.md", "[leases](leases.md)\n"),
        ("docs/guide/leases.md", "# Leases\n"));
}
