using Repository.Tests.Rules.Size;

namespace Repository.Tests.Size;

public sealed class FileLengthRuleTests() : RuleSpecification(new FileLengthRule())
{
    [Fact]
    public void Check_OneLineTooMany_Fires() => Fires("src/A.cs", Lines(401));

    [Fact]
    public void Check_ExactlyTheLimit_StaysQuiet() => Quiet("src/A.cs", Lines(400));

    [Fact]
    public void Check_ALongPage_StaysQuiet() => Quiet("docs/a.md", Lines(1000));
}
