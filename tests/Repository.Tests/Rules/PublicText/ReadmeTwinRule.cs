using Repository.Tests.Reading;

namespace Repository.Tests.Rules.PublicText;

/// <summary>
/// A page and its Korean twin, `NAME.ko.md`, have the same headings, the same code blocks, and as many drawings.
/// </summary>
internal sealed class ReadmeTwinRule : IRule
{
    private const string Suffix = ".ko.md";
    private const StringComparison Comparison = StringComparison.Ordinal;

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        foreach (var twin in tree.MarkdownFiles.Where(static file => file.Name.EndsWith(Suffix, Comparison)))
        {
            var original = tree.Find(twin.Path[..^Suffix.Length] + ".md");
            if (original is null)
            {
                yield return new Violation(twin.Path, 1, "The page it translates does not exist.");
                continue;
            }

            var (ours, theirs) = (new MarkdownDocument(twin), new MarkdownDocument(original));
            if (!ours.HeadingLevels.SequenceEqual(theirs.HeadingLevels))
            {
                yield return new Violation(twin.Path, 1, $"Its headings are not those of {original.Path}.");
            }

            var differing = ours.CodeBlocks.Except(theirs.CodeBlocks, StringComparer.Ordinal).FirstOrDefault();
            if (differing is not null || ours.CodeBlocks.Count != theirs.CodeBlocks.Count)
            {
                yield return new Violation(
                    twin.Path, 1, $"Its code blocks are not those of {original.Path}: {differing ?? "their number"}.");
            }

            if (ours.Drawings.Count != theirs.Drawings.Count)
            {
                yield return new Violation(twin.Path, 1, $"It has not as many drawings as {original.Path}.");
            }
        }
    }
}
