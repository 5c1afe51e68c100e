using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Size;

/// <summary>No method, constructor, accessor, local function or top-level program has 60 lines or more.</summary>
internal sealed class MethodLengthRule : IRule
{
    private const int EndLines = 60;

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        from member in Members(file.Syntax)
        where member.Lines >= EndLines
        select new Violation(file.Path, member.At, $"A method of {member.Lines} lines; it must be under {EndLines}.");

    private static IEnumerable<(int At, int Lines)> Members(CompilationUnitSyntax unit)
    {
        var bodies = unit.DescendantNodes()
            .Where(static node =>
                node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax)
            .Select(static node => (node.FirstLine(), node.LastLine() - node.FirstLine() + 1));
        var statements = unit.Members.OfType<GlobalStatementSyntax>()
            .Where(static statement => statement.Statement is not LocalFunctionStatementSyntax)
            .ToList();
        return statements.Count == 0
            ? bodies
            : bodies.Append((statements[0].FirstLine(), statements[^1].LastLine() - statements[0].FirstLine() + 1));
    }
}
