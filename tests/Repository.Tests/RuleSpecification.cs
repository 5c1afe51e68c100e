using Repository.Tests.Reading;

namespace Repository.Tests;

/// <summary>
/// Holds the repository to one rule, and the rule to its samples: each rule is seen firing on a bad one and staying
/// quiet on a good one.
/// </summary>
public abstract class RuleSpecification
{
    private const int MaxListed = 500;
    private readonly IRule _rule;

    private protected RuleSpecification(IRule rule) => _rule = rule;

    [Fact]
    public void Check_OfTheRepository_FindsNothing()
    {
        var found = _rule.Check(RepositoryTree.Current).ToList();

        if (found.Count > 0)
        {
            Assert.Fail($"{found.Count} violations:\n{string.Join('\n', found.Take(MaxListed))}");
        }
    }

    protected static string Lines(int count, string line = "x") =>
        string.Concat(Enumerable.Repeat(line + "\n", count));

    protected void Fires(string path, string text) => Fires((path, text));

    protected void Fires(params (string Path, string Text)[] files) => Assert.NotEmpty(Check(files));

    protected void Quiet(string path, string text) => Quiet((path, text));

    protected void Quiet(params (string Path, string Text)[] files) => Assert.Empty(Check(files));

    private List<Violation> Check((string Path, string Text)[] files) =>
        [.. _rule.Check(new RepositoryTree([.. files.Select(static f => new RepositoryFile(f.Path, f.Text))]))];
}
