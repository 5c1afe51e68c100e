using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Size;

/// <summary>Half of the product's files stay under 80 lines, nine of ten under 200.</summary>
internal sealed class LengthBudgetRule : IRule
{
    private const int MedianLines = 80;
    private const int NinetiethPercentileLines = 200;

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var lengths = Lengths(tree);
        if (lengths.Count == 0)
        {
            yield break;
        }

        var median = lengths[lengths.Count / 2];
        if (median >= MedianLines)
        {
            yield return new Violation("src", 0, $"The median file has {median} lines, not under {MedianLines}.");
        }

        var ninetieth = lengths[lengths.Count * 9 / 10];
        if (ninetieth >= NinetiethPercentileLines)
        {
            yield return new Violation(
                "src", 0, $"Nine of ten files have up to {ninetieth} lines, not under {NinetiethPercentileLines}.");
        }
    }

    /// <summary>The line counts of the product's files, in order.</summary>
    private static List<int> Lengths(RepositoryTree tree) =>
        [.. tree.CSharpFiles
            .Where(static file => file.IsIn("src", "services", "simulators", "demo"))
            .Select(static file => file.Lines.Count)
            .Order()];
}
