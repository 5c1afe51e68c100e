using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.CodeFixes;

/// <summary>Adds the using directives that a fix needs.</summary>
internal static class Imports
{
    /// <summary>The namespaces whose type cannot be named at a position without one more directive.</summary>
    public static IReadOnlyList<string> Missing(
        SemanticModel model, int position, IEnumerable<(string Namespace, string Type)> needed)
        => needed
            .Where(n => model.LookupNamespacesAndTypes(position, name: n.Type).IsEmpty)
            .Select(static n => n.Namespace)
            .ToList();

    /// <summary>Puts directives in their place by the alphabet, those of System first.</summary>
    public static CompilationUnitSyntax Add(CompilationUnitSyntax root, IEnumerable<string> namespaces)
    {
        foreach (var name in namespaces)
        {
            var directive = SyntaxFactory.UsingDirective(
                SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                staticKeyword: default,
                alias: null,
                SyntaxFactory.ParseName(name),
                SyntaxFactory.Token(SyntaxKind.SemicolonToken).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed));
            var at = root.Usings.TakeWhile(u => Order(u.Name?.ToString() ?? "", name) < 0).Count();
            root = root.WithUsings(root.Usings.Insert(at, directive));
        }

        return root;
    }

    private static int Order(string one, string other)
        => IsSystem(one) == IsSystem(other) ? string.CompareOrdinal(one, other) : IsSystem(one) ? -1 : 1;

    private static bool IsSystem(string name)
        => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
