using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Style;

/// <summary>A type's name says what it is. These words say only that somebody had no name for it.</summary>
internal sealed partial class TypeNameRule : IRule
{
    private static readonly HashSet<string> Anywhere = new(StringComparer.OrdinalIgnoreCase)
    {
        "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Manager", "Common", "Impl",
    };

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        from file in tree.CSharpFiles
        from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        let word = BadWord(type.Identifier.ValueText)
        where word is not null
        select new Violation(
            file.Path, type.FirstLine(), $"{type.Identifier.ValueText}: '{word}' names nothing, name the concept.");

    private static string? BadWord(string name)
    {
        var words = Words().Matches(name).Select(static match => match.Value).ToList();
        return words.Find(Anywhere.Contains)
            ?? (words.Count > 0 && (words[0] is "Base" || words[^1] is "Base") ? "Base" : null);
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
