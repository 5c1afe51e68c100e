using Repository.Tests.Rules.Consistency;

namespace Repository.Tests.Consistency;

public sealed class AdapterNamespaceRuleTests() : RuleSpecification(new AdapterNamespaceRule())
{
    [Theory]
    [InlineData("services/Payments/A.cs", "using Leasehold.Providers;\n")]
    [InlineData("samples/A/A.cs", "var kind = Leasehold.Providers.Kind.Other;\n")]
    [InlineData("README.md", "```csharp\nusing Leasehold.Providers;\n```\n")]
    [InlineData("docs/guide/a.ko.md", "```csharp\nusing Leasehold.Providers;\n```\n")]
    public void Check_AnApplicationThatNeedsIt_Fires(string path, string text) => Fires(path, text);

    [Theory]
    [InlineData("src/Leasehold.Sqlite/A.cs", "using Leasehold.Providers;\n")]
    [InlineData("services/Payments/A.cs", "using Leasehold;\n")]
    [InlineData("docs/architecture.md", "What adapters implement is in `Leasehold.Providers`.\n")]
    public void Check_AnAdapterOrAPageAboutThem_StaysQuiet(string path, string text) => Quiet(path, text);
}
