using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class NamedTestRuleTests() : RuleSpecification(new NamedTestRule())
{
    [Theory]
    [InlineData("`GateTests.Enter_Full_Fails`")]
    [InlineData("[`GoneTests.Enter_Full_Waits`](../tests/GateTests.cs)")]
    [InlineData("| GateSpecification.Enter_Full_Waits |")]
    public void Check_ATestThatDoesNotExist_Fires(string text) => Fires(Tree(text));

    [Theory]
    [InlineData("[`GateTests.Enter_Full_Waits`](../tests/GateTests.cs)")]
    [InlineData("`Leasehold.Tests.csproj` and `Leasehold.Specification.Tests`")]
    [InlineData("`./test --filter GateTests`")]
    public void Check_ATestThatExists_StaysQuiet(string text) => Quiet(Tree(text));

    private static (string Path, string Text)[] Tree(string page) =>
    [
        ("tests/A.Tests/GateTests.cs", "public sealed class GateTests\n{\n    public void Enter_Full_Waits() { }\n}\n"),
        ("docs/page.md", page),
    ];
}
