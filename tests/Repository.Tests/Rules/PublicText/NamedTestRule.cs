using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>A test that a page names, as in `GateTests.Enter_Full_Waits`, exists under that name.</summary>
internal sealed partial class NamedTestRule : IRule
{
    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var classes = tree.CSharpFiles.Where(static file => file.IsIn("tests"))
            .ToLookup(static file => Path.GetFileNameWithoutExtension(file.Name), StringComparer.Ordinal);
        return from page in tree.MarkdownFiles
               from line in page.Lines.Index()
               from Match name in TestName().Matches(line.Item)
               where !classes[name.Groups["class"].Value].Any(file => Declares(file, name.Groups["method"].Value))
               select new Violation(page.Path, line.Index + 1, $"There is no test {name.Value}.");
    }

    private static bool Declares(RepositoryFile file, string method) =>
        file.Text.Contains($" {method}(", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\b(?<class>\w+(Tests|Specification))\.(?<method>\w+_\w+)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}
