using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.BannedCode;

/// <summary>
/// What reads requests matches no pattern that can run for long: a limit by the clock ends a good request on a busy
/// machine, and none lets a bad one run.
/// </summary>
internal sealed class PatternRule : IRule
{
    private const string Linear = "NonBacktracking";

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        where file.IsIn("services", "simulators")
        from node in file.Syntax.DescendantNodes()
        let pattern = node switch
        {
            AttributeSyntax attribute when attribute.Name.ToString() is "GeneratedRegex" => attribute.ToString(),
            ObjectCreationExpressionSyntax made when made.Type.ToString() is "Regex" => made.ToString(),
            _ => null,
        }
        where pattern is not null && !pattern.Contains(Linear, StringComparison.Ordinal)
        select new Violation(file.Path, node.FirstLine(), $"{pattern}: read it without a pattern, or with {Linear}.");
}
