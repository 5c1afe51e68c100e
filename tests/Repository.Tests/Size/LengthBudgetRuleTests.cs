using Repository.Tests.Rules.Size;

namespace Repository.Tests.Size;

public sealed class LengthBudgetRuleTests() : RuleSpecification(new LengthBudgetRule())
{
    [Fact]
    public void Check_AMedianOf80_Fires() => Fires(
        ("src/A.cs", Lines(1)), ("src/B.cs", Lines(80)), ("src/C.cs", Lines(90)));

    [Fact]
    public void Check_TwoOfTenOver200_Fires() => Fires(
        [.. Enumerable.Range(0, 10).Select(static n => ($"services/{n}.cs", Lines(n < 8 ? 10 : 200)))]);

    [Fact]
    public void Check_OneOfTwentyOver200_StaysQuiet() => Quiet(
        [.. Enumerable.Range(0, 20).Select(static n => ($"services/{n}.cs", Lines(n < 19 ? 79 : 300)))]);

    [Fact]
    public void Check_LongTests_StaysQuiet() => Quiet("tests/A.cs", Lines(300));
}
