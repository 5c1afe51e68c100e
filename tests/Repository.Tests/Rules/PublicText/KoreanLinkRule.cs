using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>
/// A link in a Korean page leads to the Korean twin where there is one; one that leads to an English page says so,
/// by `(영문)` after it, or in its section or the page's introduction by `영문 페이지입니다`. An English page that has
/// a twin links to it.
/// </summary>
internal sealed partial class KoreanLinkRule : IRule
{
    private const string Twin = ".ko.md";
    private const string English = "English";
    private const string Said = "영문 페이지입니다";
    private const StringComparison Comparison = StringComparison.Ordinal;

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        foreach (var page in tree.MarkdownFiles.Where(static file => file.Name.EndsWith(Twin, Comparison)))
        {
            foreach (var found in OfKoreanPage(tree, page))
            {
                yield return found;
            }

            if (tree.Find(page.Path[..^Twin.Length] + ".md") is { } original
                && !original.Text.Contains($"]({page.Name})", Comparison))
            {
                yield return new Violation(original.Path, 1, $"It does not link to its twin {page.Name}.");
            }
        }
    }

    private static IEnumerable<Violation> OfKoreanPage(RepositoryTree tree, RepositoryFile page)
    {
        var sections = Sections(page).ToList();
        var saidInFront = sections[0].Text.Contains(Said, Comparison);
        foreach (var (line, text) in sections)
        {
            var isSaid = saidInFront || text.Contains(Said, Comparison);
            foreach (Match link in Link().Matches(text))
            {
                var at = line + text.AsSpan(0, link.Index).Count('\n');
                var target = link.Groups["target"].Value;
                if (target.EndsWith(Twin, Comparison) || link.Groups["text"].Value is English)
                {
                    continue;
                }

                if (HasTwin(tree, page, target))
                {
                    yield return new Violation(page.Path, at, $"{target} has a Korean twin: link to that.");
                }
                else if (!isSaid && !link.Groups["mark"].Success)
                {
                    yield return new Violation(page.Path, at, $"{target} is in English: put (영문) after the link.");
                }
            }
        }
    }

    /// <summary>What stands before the first heading below the title, then each section, with its first line.</summary>
    private static IEnumerable<(int Line, string Text)> Sections(RepositoryFile page)
    {
        var start = 0;
        for (var index = 1; index <= page.Lines.Count; index++)
        {
            if (index == page.Lines.Count || page.Lines[index].StartsWith("##", Comparison))
            {
                yield return (start + 1, string.Join('\n', page.Lines.Skip(start).Take(index - start)));
                start = index;
            }
        }
    }

    private static bool HasTwin(RepositoryTree tree, RepositoryFile page, string target)
    {
        var folder = page.Path[..^page.Name.Length];
        var path = Path.GetRelativePath("/", Path.Combine("/", folder, target)).Replace('\\', '/');
        return tree.Exists(path[..^".md".Length] + Twin);
    }

    [GeneratedRegex(
        @"\[(?<text>[^\]]*)\]\((?<target>[^)\s#:]+\.md)(#[^)\s]*)?\)(?<mark>\(영문\))?",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
