using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>Each help link of an exception leads to a page in docs/errors, and each page is led to.</summary>
internal sealed partial class ErrorPageRule : IRule
{
    private const string Folder = "docs/errors/";

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var uses = (from file in tree.CSharpFiles
                    where file.IsIn("src", "services")
                    from line in file.Lines.Index()
                    from Match match in Page().Matches(line.Item)
                    select (file.Path, Line: line.Index + 1, Name: match.Groups["name"].Value)).ToList();
        foreach (var use in uses.Where(use => !tree.Exists($"{Folder}{use.Name}.md")))
        {
            yield return new Violation(use.Path, use.Line, $"{Folder}{use.Name}.md does not exist.");
        }

        var used = uses.Select(static use => use.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var page in tree.MarkdownFiles.Where(static file => file.IsIn("docs/errors")))
        {
            if (page.Name is not "README.md" && !used.Contains(Path.GetFileNameWithoutExtension(page.Name)))
            {
                yield return new Violation(page.Path, 1, "No exception leads to this page.");
            }
        }
    }

    [GeneratedRegex(
        @"LeaseholdDocs\.Error\(""(?<name>[^""]+)""\)|docs/errors/(?<name>[a-z0-9-]+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Page();
}
