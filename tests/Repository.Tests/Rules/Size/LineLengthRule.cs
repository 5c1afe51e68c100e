using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Size;

/// <summary>
/// No line of code is wider than 120 characters, unless it holds a link, which cannot be broken; patches quote others.
/// </summary>
internal sealed class LineLengthRule : IRule
{
    private const int MaxColumns = 120;

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.Files
        where file.IsCSharp
            || file.Name is "test" or "run"
            || (file.IsIn("eng") && !file.Name.EndsWith(".patch", StringComparison.Ordinal))
        from line in file.Lines.Index()
        where line.Item.Length > MaxColumns && !line.Item.Contains("https://", StringComparison.Ordinal)
        select new Violation(file.Path, line.Index + 1, $"{line.Item.Length} characters; {MaxColumns} is the end.");
}
