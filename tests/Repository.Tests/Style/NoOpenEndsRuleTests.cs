using Repository.Tests.Rules.Style;

namespace Repository.Tests.Style;

public sealed class NoOpenEndsRuleTests() : RuleSpecification(new NoOpenEndsRule())
{
    [Theory]
    [InlineData("src/A.cs", "// TODO: later")]
    [InlineData("docs/a.md", "FIXME")]
    [InlineData("src/A.csproj", "<!-- HACK -->")]
    [InlineData("test", "# XXX")]
    public void Check_ANoteForLater_Fires(string path, string text) => Fires(path, text);

    [Fact]
    public void Check_ThePartOfAWord_StaysQuiet() => Quiet("src/A.cs", "var todos = hackathon;");
}
