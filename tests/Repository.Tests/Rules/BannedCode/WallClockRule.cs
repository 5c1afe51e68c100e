using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.BannedCode;

/// <summary>Time comes from an injected TimeProvider, or a test could not move it.</summary>
internal sealed class WallClockRule : IRule
{
    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        where file.IsIn("src", "services", "simulators")
        from access in file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        let type = access.Expression.ToString().Split('.')[^1]
        where type is "DateTime" or "DateTimeOffset"
        where access.Name.Identifier.ValueText is "Now" or "UtcNow" or "Today"
        select new Violation(file.Path, access.FirstLine(), $"{access}: take the time from a TimeProvider.");
}
