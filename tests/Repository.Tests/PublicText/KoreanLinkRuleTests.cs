using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class KoreanLinkRuleTests() : RuleSpecification(new KoreanLinkRule())
{
    private static readonly (string, string)[] Others =
    [
        ("docs/pools.md", "# Pools\n[한국어](pools.ko.md)\n"),
        ("docs/pools.ko.md", "# 풀\n[English](pools.md)\n"),
        ("docs/rules.md", "# Rules\n"),
    ];

    [Theory]
    [InlineData("# 홈\n[풀](docs/pools.md)\n")]
    [InlineData("# 홈\n[풀](docs/pools.md)(영문)\n")]
    [InlineData("# 홈\n[규칙](docs/rules.md)\n")]
    [InlineData("# 홈\n## 하나\n모두 영문 페이지입니다.\n## 둘\n[규칙](docs/rules.md)\n")]
    public void Check_ALinkThatLeadsElsewhereThanItSays_Fires(string page) => Fires(
        [.. Others, ("README.md", "# Home\n[한국어](README.ko.md)\n"), ("README.ko.md", page)]);

    [Theory]
    [InlineData("# 홈\n[풀](docs/pools.ko.md), [규칙](docs/rules.md)(영문), [English](README.md)\n")]
    [InlineData("# 홈\n규칙은 영문 페이지입니다.\n## 하나\n[규칙](docs/rules.md)\n")]
    [InlineData("# 홈\n## 하나\n모두 영문 페이지입니다.\n[규칙](docs/rules.md)\n")]
    public void Check_LinksThatSayWhereTheyLead_StaysQuiet(string page) => Quiet(
        [.. Others, ("README.md", "# Home\n[한국어](README.ko.md)\n"), ("README.ko.md", page)]);

    [Fact]
    public void Check_APageThatKnowsNothingOfItsTwin_Fires() => Fires(
        ("README.md", "# Home\n"), ("README.ko.md", "# 홈\n[English](README.md)\n"));
}
