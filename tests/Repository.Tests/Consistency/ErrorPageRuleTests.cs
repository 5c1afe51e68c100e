using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class ErrorPageRuleTests() : RuleSpecification(new ErrorPageRule())
{
    private const string Use = "class A { A() => HelpLink = LeaseholdDocs.Error(\"pool-exhausted\"); }";

    [Fact]
    public void Check_AMissingPage_Fires() => Fires("src/A.cs", Use);

    [Fact]
    public void Check_AnOrphanedPage_Fires() => Fires("docs/errors/gone.md", "# Gone");

    [Fact]
    public void Check_PageAndUse_StaysQuiet() => Quiet(
        ("src/A.cs", Use), ("docs/errors/pool-exhausted.md", "# Exhausted"), ("docs/errors/README.md", "# Errors"));
}
