using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class RegistryAddressRuleTests() : RuleSpecification(new RegistryAddressRule())
{
    [Theory]
    [InlineData("https://api.nuget.org/v3/index.json")]
    [InlineData("<packageSources>")]
    [InlineData("https://registry.npmjs.org/azurite")]
    public void Check_APackageSource_Fires(string text) => Fires("docs/a.md", text);

    [Fact]
    public void Check_ThePageOfAPackage_StaysQuiet() => Quiet("README.md", "https://www.nuget.org/packages/Npgsql");
}
