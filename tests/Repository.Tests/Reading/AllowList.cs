namespace Repository.Tests.Reading;

/// <summary>
/// Exceptions from a rule, in Allowed/, one per line as `path: reason`. An exception without a reason, or one that
/// is not needed any more, is a violation itself.
/// </summary>
internal sealed class AllowList(string name)
{
    private string Path => $"tests/Repository.Tests/Allowed/{name}.txt";

    public IEnumerable<Violation> Filter(RepositoryTree tree, IReadOnlyCollection<Violation> found)
    {
        var entries = Entries(tree);
        var allowed = entries.Select(static entry => entry.Allowed).ToHashSet(StringComparer.Ordinal);
        var offenders = found.Select(static violation => violation.Path).ToHashSet(StringComparer.Ordinal);
        return found.Where(violation => !allowed.Contains(violation.Path))
            .Concat(entries.Where(static entry => entry.Reason.Length == 0)
                .Select(entry => new Violation(Path, entry.Line, "The exception has no reason.")))
            .Concat(entries.Where(entry => !offenders.Contains(entry.Allowed))
                .Select(entry => new Violation(Path, entry.Line, $"{entry.Allowed} needs no exception any more.")));
    }

    private List<(string Allowed, string Reason, int Line)> Entries(RepositoryTree tree)
    {
        var entries = new List<(string Allowed, string Reason, int Line)>();
        var lines = tree.Find(Path)?.Lines ?? [];
        for (var index = 0; index < lines.Count; index++)
        {
            var parts = lines[index].Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts[0].Length > 0 && !parts[0].StartsWith('#'))
            {
                entries.Add((parts[0], parts.Length == 2 ? parts[1] : string.Empty, index + 1));
            }
        }

        return entries;
    }
}
