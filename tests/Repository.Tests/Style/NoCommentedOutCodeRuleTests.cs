using Repository.Tests.Rules.Style;

namespace Repository.Tests.Style;

public sealed class NoCommentedOutCodeRuleTests() : RuleSpecification(new NoCommentedOutCodeRule())
{
    [Theory]
    [InlineData("// Close(connection);")]
    [InlineData("// var a = 1;")]
    [InlineData("//return;")]
    [InlineData("// await pool.LeaseAsync(ct);")]
    [InlineData("// }")]
    [InlineData("/*\n a = b;\n*/")]
    public void Check_Code_Fires(string text) => Fires("src/A.cs", text);

    [Theory]
    [InlineData("// The lock comes first;")]
    [InlineData("// use it;")]
    [InlineData("// so;")]
    [InlineData("// calls Close() when it is over.")]
    [InlineData("/// <code>Close(connection);</code>")]
    [InlineData("var url = \"http://a;\";")]
    [InlineData("// a race: the permit is free before the slot is;")]
    public void Check_Prose_StaysQuiet(string text) => Quiet("src/A.cs", text);
}
