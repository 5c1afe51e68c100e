using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>
/// Each compile-time rule has a page in docs/rules, and a class of firing and one of quiet tests with a dozen cases
/// at least; each page has a rule.
/// </summary>
internal sealed partial class RulePageRule : IRule
{
    private const int FewestCases = 12;
    private const string Pages = "docs/rules/";
    private const string Tests = "tests/Leasehold.Analyzers.Tests/Rules/";

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var rules = (from file in tree.CSharpFiles
                     where file.IsIn("src/Leasehold.Analyzers")
                     from line in file.Lines.Index()
                     from Match match in RuleId().Matches(line.Item)
                     select (file.Path, Line: line.Index + 1, Id: match.Groups["id"].Value)).ToList();
        foreach (var rule in rules)
        {
            if (!tree.Exists($"{Pages}{rule.Id}.md"))
            {
                yield return new Violation(rule.Path, rule.Line, $"{Pages}{rule.Id}.md does not exist.");
            }

            foreach (var name in new[] { $"{Tests}{rule.Id}FiringTests.cs", $"{Tests}{rule.Id}QuietTests.cs" })
            {
                if (tree.Find(name) is not { } tests || Case().Count(tests.Text) < FewestCases)
                {
                    yield return new Violation(rule.Path, rule.Line, $"{name} has no {FewestCases} cases.");
                }
            }
        }

        var ids = rules.Select(static rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var page in tree.MarkdownFiles.Where(static file => file.IsIn("docs/rules")))
        {
            if (page.Name is not "README.md" && !ids.Contains(Path.GetFileNameWithoutExtension(page.Name)))
            {
                yield return new Violation(page.Path, 1, "No rule leads to this page.");
            }
        }
    }

    [GeneratedRegex(
        @"const string Id = ""(?<id>[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RuleId();

    [GeneratedRegex(@"\[(Fact|InlineData)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Case();
}
