using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class DeadLinkRuleTests() : RuleSpecification(new DeadLinkRule())
{
    [Theory]
    [InlineData("[a](b.md)")]
    [InlineData("[a](../../README.md)")]
    [InlineData("[a](../README.md#nothing)")]
    [InlineData("[a](#nothing)")]
    [InlineData("[a](../src/A.cs#L9)")]
    [InlineData("![a](picture.png)")]
    [InlineData("[a]: b.md")]
    [InlineData("<img src=\"picture.png\">")]
    public void Check_ALinkToNothing_Fires(string link) => Fires(Tree(link));

    [Theory]
    [InlineData("[a](../README.md)")]
    [InlineData("[a](/README.md \"title\")")]
    [InlineData("[a](../src)")]
    [InlineData("[a](../src/A.cs#L1-L2)")]
    [InlineData("[a](../README.md#the-pools-sizes)")]
    [InlineData("[a](../README.md#풀-설정)")]
    [InlineData("[a](../README.md#twice-1)")]
    [InlineData("[a](#here)")]
    [InlineData("[a](https://example.org/b.md)")]
    [InlineData("`[a](b.md)`")]
    [InlineData("```\n[a](b.md)\n```")]
    public void Check_ALinkThatLeadsSomewhere_StaysQuiet(string link) => Quiet(Tree(link));

    private static (string Path, string Text)[] Tree(string page) =>
    [
        ("README.md", "# The `pool`s' sizes\n## 풀 설정\n## Twice\n## Twice\n"),
        ("src/A.cs", "// one line and another\nclass A;\n"),
        ("docs/page.md", "# Here\n" + page),
    ];
}
