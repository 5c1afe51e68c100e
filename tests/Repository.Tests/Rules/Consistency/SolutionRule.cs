using System.Xml.Linq;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>The solution holds every project of the tree and nothing else.</summary>
internal sealed class SolutionRule : IRule
{
    private const string Solution = "Leasehold.slnx";

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var listed = tree.Find(Solution) is { } solution
            ? XDocument.Parse(solution.Text).Descendants("Project")
                .Select(static project => project.Attribute("Path")!.Value.Replace('\\', '/'))
                .ToHashSet(StringComparer.Ordinal)
            : [];
        var existing = tree.Projects.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        return existing.Except(listed, StringComparer.Ordinal)
            .Select(static path => new Violation(path, 1, $"The project is not in {Solution}."))
            .Concat(listed.Except(existing, StringComparer.Ordinal)
                .Select(static path => new Violation(Solution, 1, $"{path} does not exist.")));
    }
}
