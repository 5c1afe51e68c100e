using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class MachinePathRuleTests() : RuleSpecification(new MachinePathRule())
{
    [Theory]
    [InlineData("cd /work/main")]
    [InlineData("\"/tmp/ledger.db\"")]
    [InlineData("`/root/.nuget`")]
    [InlineData("/home/ana/src")]
    [InlineData(@"C:\Users\ana")]
    public void Check_AFolderOfOneMachine_Fires(string text) => Fires("docs/a.md", text);

    [Theory]
    [InlineData("/usr/lib/postgresql")]
    [InlineData("https://example.org/home/page")]
    [InlineData("./tmp/x")]
    [InlineData("src/work/x")]
    public void Check_AnyOtherPath_StaysQuiet(string text) => Quiet("docs/a.md", text);
}
