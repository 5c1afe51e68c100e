using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>Nothing that is published speaks of the folders of one machine.</summary>
internal sealed class MachinePathRule : IRule
{
    private static readonly LinePattern Path = new(
        @"(?<![\w.~)}/-])/(work|root|tmp|home|Users)/|\b[A-Z]:\\Users\\", "a path of one machine.");

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        Path.Search(tree.Files.Where(static file => !file.IsIn("tests/Repository.Tests")));
}
