namespace Leasehold.PublicApi.Tests.Documentation;

/// <summary>What the pages show is code: it compiles against the packages as they are.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> PagesWithCode => [.. Pages.All.Where(static page => Pages.BlocksOf(page).Any())];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void Code_OfAPage_Compiles(string page)
    {
        var errors = BlockCompilation.ErrorsOf([.. Pages.BlocksOf(page)], Pages.CommonScene(), Pages.SceneOf(page));

        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.ko.md")]
    [InlineData("docs/guide/three-stages.md")]
    [InlineData("docs/rules/LH0001.md")]
    [InlineData("src/Leasehold/README.md")]
    public void Pages_WithCode_AreFound(string page) =>
        Assert.Contains(page, PagesWithCode.Select(static row => row.Data), StringComparer.Ordinal);

    [Theory]
    [InlineData("await pools.Api.LeaseAsynchronously(ct);")]
    [InlineData("app.MapGet(\"/\", …);")]
    [InlineData("public override Task NotThere() => Task.CompletedTask;")]
    [InlineData("public sealed class Other : NotThere;")]
    public void Code_ThatIsWrong_IsToldWithItsLine(string code)
    {
        var error = BlockCompilation.ErrorsOf(
            [new CodeBlock("a-page", 7, $"// first\n{code}\n", File: null)], Pages.CommonScene(), scene: null);

        Assert.Contains("a-page:8 ", Assert.Single(error.Take(1)), StringComparison.Ordinal);
    }
}
