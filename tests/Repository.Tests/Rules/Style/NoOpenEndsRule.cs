using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Style;

/// <summary>No notes to do something later: do it, or open a ticket.</summary>
internal sealed class NoOpenEndsRule : IRule
{
    private static readonly LinePattern Note = new(@"\b(TODO|FIXME|HACK|XXX)\b", "finish it, or leave it out.");

    private static readonly string[] Kinds =
    [
        ".cs", ".csproj", ".props", ".targets", ".md", ".razor", ".sh", ".yml", ".yaml", ".json", ".html", ".css",
            ".js",
    ];

    public IEnumerable<Violation> Check(RepositoryTree tree) => Note.Search(tree.Files.Where(static file =>
        (Kinds.Contains(Path.GetExtension(file.Name)) || file.Name is "test") && !file.IsIn("tests/Repository.Tests")));
}
