using System.Globalization;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>A relative link in a page leads to a file, and its anchor to a heading or a line that is there.</summary>
internal sealed class DeadLinkRule : IRule
{
    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var pages = tree.MarkdownFiles.ToDictionary(
            static file => file.Path, static file => new MarkdownDocument(file), StringComparer.Ordinal);
        return from page in pages
               from link in page.Value.Links
               where !IsAbsolute(link.Target)
               let problem = ProblemOf(tree, pages, page.Key, link.Target)
               where problem is not null
               select new Violation(page.Key, link.Line, $"Dead link {link.Target}: {problem}.");
    }

    private static bool IsAbsolute(string target) =>
        target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal);

    private static string? ProblemOf(
        RepositoryTree tree, Dictionary<string, MarkdownDocument> pages, string from, string target)
    {
        var parts = Uri.UnescapeDataString(target).Split('#', 2);
        var path = parts[0].Length == 0 ? from : Resolve(from, parts[0].Split('?')[0]);
        if (path is null || !tree.Exists(path))
        {
            return "there is no such file";
        }

        if (parts.Length == 1)
        {
            return null;
        }

        if (pages.TryGetValue(path, out var page))
        {
            return page.HasAnchor(parts[1]) ? null : "the page has no such heading";
        }

        return HasLine(tree.Find(path), parts[1]) ? null : "the file has no such line";
    }

    /// <summary>`L12` or `L12-L20`.</summary>
    private static bool HasLine(RepositoryFile? file, string anchor) =>
        file is not null && anchor.Split('-').All(part =>
            part.StartsWith('L')
            && int.TryParse(part.AsSpan(1), CultureInfo.InvariantCulture, out var line)
            && line >= 1 && line <= file.Lines.Count);

    /// <summary>Null when it leads out of the repository.</summary>
    private static string? Resolve(string from, string target)
    {
        var parts = target.StartsWith('/') ? [] : from.Split('/')[..^1].ToList();
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
