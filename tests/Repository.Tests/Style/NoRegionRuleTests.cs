using Repository.Tests.Rules.Style;

namespace Repository.Tests.Style;

public sealed class NoRegionRuleTests() : RuleSpecification(new NoRegionRule())
{
    [Theory]
    [InlineData("#region Fields")]
    [InlineData("    # region")]
    public void Check_ARegion_Fires(string line) => Fires("src/A.cs", line);

    [Fact]
    public void Check_TheWordInAComment_StaysQuiet() => Quiet("src/A.cs", "// no #region here");
}
