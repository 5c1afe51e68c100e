using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Style;

/// <summary>
/// One type per file, the file named after it. Nested types belong to their outer type, types of one name and
/// different arity to each other, and a part of a partial type may say which: `Payment.Refunds.cs`. Test classes
/// without a body of their own stand under the specification that they derive from, or all together in one file.
/// </summary>
internal sealed class OneTypePerFileRule : IRule
{
    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        foreach (var file in tree.CSharpFiles)
        {
            var types = file.Syntax.DescendantNodes(static node =>
                    node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<MemberDeclarationSyntax>()
                .Where(static member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                .ToList();
            if (file.IsIn("tests"))
            {
                if (types.Count > 0 && types.TrueForAll(static type => IsBodiless(type)))
                {
                    continue;
                }

                types.RemoveAll(type => IsDerivedLine(type, NameOf(types[0])));
            }

            var names = types.Select(NameOf).Distinct(StringComparer.Ordinal).ToList();
            if (names.Count > 1)
            {
                yield return new Violation(
                    file.Path, types[1].FirstLine(), $"One type per file, not {string.Join(", ", names)}.");
            }
            else if (names.Count == 1 && !IsNamedAfter(file.Name, names[0]))
            {
                yield return new Violation(
                    file.Path, types[0].FirstLine(), $"{names[0]} belongs into {names[0]}.cs.");
            }
        }
    }

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        _ => throw new ArgumentException("Not a type.", nameof(member)),
    };

    private static bool IsDerivedLine(MemberDeclarationSyntax member, string specification) =>
        member is ClassDeclarationSyntax { BaseList: { } bases, Members.Count: 0 } type
        && type.OpenBraceToken.RawKind == 0
        && bases.Types[0].Type is SimpleNameSyntax name
        && name.Identifier.ValueText == specification;

    private static bool IsBodiless(MemberDeclarationSyntax member) =>
        member is ClassDeclarationSyntax { BaseList: not null, Members.Count: 0 } type
        && type.OpenBraceToken.RawKind == 0;

    private static bool IsNamedAfter(string fileName, string type) =>
        fileName.StartsWith(type, StringComparison.Ordinal) && fileName[type.Length] is '.' or '{';
}
