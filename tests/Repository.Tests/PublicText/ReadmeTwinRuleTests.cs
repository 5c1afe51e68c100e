using Repository.Tests.Rules.PublicText;

namespace Repository.Tests.PublicText;

public sealed class ReadmeTwinRuleTests() : RuleSpecification(new ReadmeTwinRule())
{
    private const string Original = "# Leasehold\n## Start\n```\n./test\n```\n";
    private const string Drawn = "# Leasehold\n```text\nfirst the database\n```\n";

    [Theory]
    [InlineData("# 리스홀드\n```\n./test\n```\n")]
    [InlineData("# 리스홀드\n# 시작\n```\n./test\n```\n")]
    [InlineData("# 리스홀드\n## 시작\n```\n./run\n```\n")]
    [InlineData("# 리스홀드\n## 시작\n")]
    public void Check_ATwinThatDiffers_Fires(string twin) => Fires(("README.md", Original), ("README.ko.md", twin));

    [Theory]
    [InlineData("# 리스홀드\n")]
    [InlineData("# 리스홀드\n```\nfirst the database\n```\n")]
    public void Check_ATwinWithoutItsDrawing_Fires(string twin) => Fires(("README.md", Drawn), ("README.ko.md", twin));

    [Fact]
    public void Check_ADrawingWithWordsOfItsOwn_StaysQuiet() => Quiet(
        ("README.md", Drawn), ("README.ko.md", "# 리스홀드\n```text\n먼저 DB\n```\n"));

    [Fact]
    public void Check_ATwinWithoutOriginal_Fires() => Fires("README.ko.md", Original);

    [Fact]
    public void Check_ATranslation_StaysQuiet() => Quiet(
        ("README.md", Original), ("README.ko.md", "# 리스홀드\n## 시작\n```\n./test\n```\n"));
}
