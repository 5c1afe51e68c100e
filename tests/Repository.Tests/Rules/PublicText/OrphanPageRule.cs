using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>Every page of the guide can be reached by links from the README of its language.</summary>
internal sealed class OrphanPageRule : IRule
{
    private const string Twin = ".ko.md";
    private const string Guide = "docs/guide";

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        Unreached(tree, "README.md", isKorean: false).Concat(Unreached(tree, "README.ko.md", isKorean: true));

    private static IEnumerable<Violation> Unreached(RepositoryTree tree, string start, bool isKorean)
    {
        var pages = tree.MarkdownFiles.Where(file => IsKorean(file.Path) == isKorean)
            .ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var reached = new HashSet<string>([start], StringComparer.Ordinal);
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var path))
        {
            if (pages.TryGetValue(path, out var page))
            {
                foreach (var target in TargetsOf(page).Where(reached.Add))
                {
                    next.Enqueue(target);
                }
            }
        }

        return pages.Values.Where(page => page.IsIn(Guide) && !reached.Contains(page.Path))
            .Select(page => new Violation(page.Path, 1, $"No links lead here from {start}."));
    }

    private static bool IsKorean(string path) => path.EndsWith(Twin, StringComparison.Ordinal);

    private static IEnumerable<string> TargetsOf(RepositoryFile page)
    {
        var folder = page.Path[..^page.Name.Length];
        return new MarkdownDocument(page).Links
            .Where(static link => !link.Target.Contains("://", StringComparison.Ordinal))
            .Select(link => Path.GetRelativePath("/", Path.Combine("/", folder, link.Target.Split('#')[0])));
    }
}
