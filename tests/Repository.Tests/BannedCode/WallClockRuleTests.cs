using Repository.Tests.Rules.BannedCode;

namespace Repository.Tests.BannedCode;

public sealed class WallClockRuleTests() : RuleSpecification(new WallClockRule())
{
    [Theory]
    [InlineData("src/A.cs", "var a = DateTime.Now;")]
    [InlineData("src/A.cs", "var a = System.DateTime.UtcNow.Ticks;")]
    [InlineData("services/A.cs", "var a = DateTimeOffset.UtcNow;")]
    [InlineData("services/A.cs", "var a = DateTime.Today;")]
    public void Check_TheWallClock_Fires(string path, string text) => Fires(path, text);

    [Theory]
    [InlineData("src/A.cs", "var a = timeProvider.GetUtcNow();")]
    [InlineData("src/A.cs", "// not DateTime.Now")]
    [InlineData("tests/A.cs", "var a = DateTime.Now;")]
    public void Check_AnotherClock_StaysQuiet(string path, string text) => Quiet(path, text);
}
