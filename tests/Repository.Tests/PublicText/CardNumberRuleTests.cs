using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class CardNumberRuleTests() : RuleSpecification(new CardNumberRule())
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("\"4242 4242 4242 4242\"")]
    [InlineData("5555-5555-5555-4444")]
    public void Check_ACardNumber_Fires(string text) => Fires("README.md", text);

    [Theory]
    [InlineData("README.md", "4111111111111112")]
    [InlineData("README.md", "tok_4111111111111111")]
    [InlineData("README.md", "1795372032706")]
    [InlineData("tests/A.cs", "4111111111111111")]
    public void Check_AnotherNumber_StaysQuiet(string path, string text) => Quiet(path, text);
}
