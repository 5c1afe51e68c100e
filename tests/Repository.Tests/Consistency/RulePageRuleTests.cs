using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class RulePageRuleTests() : RuleSpecification(new RulePageRule())
{
    private const string Rule = "class A { public const string Id = \"LH0001\"; }";
    private const string Code = "src/Leasehold.Analyzers/Rules/A.cs";
    private const string Firing = "tests/Leasehold.Analyzers.Tests/Rules/LH0001FiringTests.cs";
    private const string Calm = "tests/Leasehold.Analyzers.Tests/Rules/LH0001QuietTests.cs";

    private static readonly string Cases = Lines(12, "    [Fact] public void A() { }");

    [Fact]
    public void Check_AMissingPage_Fires() => Fires((Code, Rule), (Firing, Cases), (Calm, Cases));

    [Fact]
    public void Check_MissingTests_Fires() =>
        Fires((Code, Rule), ("docs/rules/LH0001.md", "# LH0001"), (Firing, Cases));

    [Fact]
    public void Check_TooFewCases_Fires() => Fires(
        (Code, Rule), ("docs/rules/LH0001.md", "# LH0001"), (Firing, Cases), (Calm, Lines(11, "[Fact]")));

    [Fact]
    public void Check_AnOrphanedPage_Fires() => Fires("docs/rules/LH9999.md", "# Gone");

    [Fact]
    public void Check_PageAndTests_StaysQuiet() => Quiet(
        (Code, Rule), ("docs/rules/LH0001.md", "# LH0001"), (Firing, Cases), (Calm, Cases));
}
