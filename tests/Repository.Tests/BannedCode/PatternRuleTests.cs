using Repository.Tests.Rules.BannedCode;

namespace Repository.Tests.BannedCode;

public sealed class PatternRuleTests() : RuleSpecification(new PatternRule())
{
    [Theory]
    [InlineData(
        "services/A.cs", "partial class A { [GeneratedRegex(\"a+\", RegexOptions.None, 100)] partial Regex B(); }")]
    [InlineData("services/A.cs", "partial class A { [GeneratedRegex(\"a+\")] partial Regex B(); }")]
    [InlineData("simulators/A.cs", "var a = new Regex(\"a+\");")]
    public void Check_PatternThatBacktracks_Fires(string path, string text) => Fires(path, text);

    [Theory]
    [InlineData("services/A.cs",
        "partial class A { [GeneratedRegex(\"a+\", RegexOptions.NonBacktracking)] partial Regex B(); }")]
    [InlineData("tests/A.cs", "var a = new Regex(\"a+\");")]
    [InlineData("services/A.cs", "// new Regex(\"a+\")")]
    public void Check_AnythingElse_StaysQuiet(string path, string text) => Quiet(path, text);
}
