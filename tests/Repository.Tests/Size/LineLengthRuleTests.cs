using Repository.Tests.Rules.Size;

namespace Repository.Tests.Size;

public sealed class LineLengthRuleTests() : RuleSpecification(new LineLengthRule())
{
    [Theory]
    [InlineData("src/A.cs")]
    [InlineData("test")]
    [InlineData("eng/install-test-servers")]
    public void Check_OneColumnTooMany_Fires(string path) => Fires(path, new string('x', 121));

    [Fact]
    public void Check_ExactlyTheLimit_StaysQuiet() => Quiet("src/A.cs", new string('x', 120));

    [Fact]
    public void Check_APatch_StaysQuiet() => Quiet("eng/mutations/a.patch", new string('x', 121));

    [Fact]
    public void Check_ALink_StaysQuiet() => Quiet("src/A.cs", "/// https://example.org/" + new string('x', 120));
}
