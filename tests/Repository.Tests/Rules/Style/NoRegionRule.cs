using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Style;

/// <summary>A file that wants a region wants to be two files.</summary>
internal sealed class NoRegionRule : IRule
{
    private static readonly LinePattern Region = new(@"^\s*#\s*region\b", "make it two files.");

    public IEnumerable<Violation> Check(RepositoryTree tree) => Region.Search(tree.CSharpFiles);
}
