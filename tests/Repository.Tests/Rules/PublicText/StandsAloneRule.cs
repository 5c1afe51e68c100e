using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>
/// Every text stands on its own: it refers to nothing that its reader does not have, such as a ticket, a plan or
/// the way it came about.
/// </summary>
internal sealed class StandsAloneRule : IRule
{
    private static readonly LinePattern Phrase = new(
        @"\bissues? #?\d+\b|(?<![\w&/'""`.])#\d+\b(?![;\w-])|\bsession \d+ of \d+\b|\b(our|this) conversation\b"
        + @"|\b(this|previous|earlier|next|last|coding|agent) (coding|working|agent) session\b"
        + @"|\bas (requested|instructed)\b|\bper the (brief|instructions)\b|\bthe (brief|prompt) (says|asks|wants)\b"
        + @"|\bas an AI\b|\bsub-?agents?\b",
        "say it so that it stands on its own.",
        RegexOptions.IgnoreCase);

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var files = tree.Files.Where(static file => !file.IsIn("tests/Repository.Tests")).ToList();
        return Phrase.Search(files).Concat(MissingDocuments(tree, files));
    }

    /// <summary>Documents called by name, as in `SEE.md`, that are not in the tree.</summary>
    private static IEnumerable<Violation> MissingDocuments(RepositoryTree tree, IReadOnlyList<RepositoryFile> files)
    {
        var known = tree.Files.Select(static file => file.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return from file in files
               from line in file.Lines.Index()
               from Match match in Regex.Matches(
                   line.Item, @"\b[\w.-]+\.md\b", RegexOptions.None, TimeSpan.FromSeconds(1))
               where !known.Contains(match.Value) && !line.Item.Contains("://", StringComparison.Ordinal)
               select new Violation(file.Path, line.Index + 1, $"{match.Value} is not in the repository.");
    }
}
