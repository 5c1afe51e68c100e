using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class StandsAloneRuleTests() : RuleSpecification(new StandsAloneRule())
{
    [Theory]
    [InlineData("See issue 2.")]
    [InlineData("Left for issue #12")]
    [InlineData("Fixes #7.")]
    [InlineData("Session 3 of 5")]
    [InlineData("in the next coding session")]
    [InlineData("as requested")]
    [InlineData("See PLANS.md for the rest.")]
    public void Check_AReferenceOutOfTheRepository_Fires(string text) => Fires("docs/a.md", text);

    [Theory]
    [InlineData("The session commits once; the next session begins fresh.")]
    [InlineData("A session of 3 statements")]
    [InlineData("color: #123456;")]
    [InlineData("[heading](#2-pools)")]
    [InlineData("See [a](a.md).")]
    public void Check_TheProductsOwnWords_StaysQuiet(string text) => Quiet("docs/a.md", text);
}
