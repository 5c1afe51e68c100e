using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>
/// Inside the core each folder uses only itself and those above it in the picture of <c>docs/architecture.md</c>, by
/// the file that a type stands in; internal types have the namespace of their folder, public ones that of the library.
/// </summary>
internal sealed class LayerRule : IRule
{
    public const string Page = "docs/architecture.md";
    private const string Core = "src/Leasehold/";
    private const string Root = "(root)";

    private static readonly string[] Public =
    [
        "Leasehold", "Leasehold.Providers", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting",
    ];

    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        var files = tree.CSharpFiles
            .Where(static file => file.Path.StartsWith(Core, StringComparison.Ordinal))
            .ToList();
        var layers = LayersOf(tree);
        if (files.Count == 0)
        {
            return [];
        }

        return files
            .Select(static file => LayerOf(file.Path))
            .Distinct(StringComparer.Ordinal)
            .Where(layer => !layers.Contains(layer))
            .Select(static layer => new Violation(Page, 1, $"The picture lacks the folder {layer}."))
            .Concat(files.SelectMany(NamespacesIn))
            .Concat(UsesIn(files, layers));
    }

    /// <summary>The folders, the lowest first: the lines of the page's picture that name one.</summary>
    public static List<string> LayersOf(RepositoryTree tree)
        => [.. tree.Files
            .Where(static file => file.Path == Page)
            .SelectMany(static file => file.Lines)
            .Where(static line => line.StartsWith("  ", StringComparison.Ordinal)
                && line.Contains("/  ", StringComparison.Ordinal))
            .Select(static line => line.Trim().Split('/')[0])];

    private static string LayerOf(string path)
        => path[Core.Length..].Split('/') is { Length: > 1 } parts ? parts[0] : Root;

    private static IEnumerable<Violation> NamespacesIn(RepositoryFile file)
    {
        var folder = file.Path[..file.Path.LastIndexOf('/')][(Core.Length - 1)..].Replace('/', '.');
        foreach (var space in file.Syntax.Members.OfType<FileScopedNamespaceDeclarationSyntax>())
        {
            foreach (var type in space.Members.OfType<BaseTypeDeclarationSyntax>())
            {
                var name = space.Name.ToString();
                var isPublic = type.Modifiers.Any(SyntaxKind.PublicKeyword);
                if (isPublic ? !Public.Contains(name) : name != "Leasehold" + folder && name != "Leasehold.Providers")
                {
                    yield return new Violation(
                        file.Path, type.FirstLine(), $"{type.Identifier.ValueText} is in the namespace {name}.");
                }
            }
        }
    }

    private static IEnumerable<Violation> UsesIn(List<RepositoryFile> files, List<string> layers)
    {
        var compilation = CSharpCompilation.Create(
            "Core",
            files.Select(static file => file.Syntax.SyntaxTree.WithFilePath(file.Path)),
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            var own = LayerOf(tree.FilePath);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (FileOf(model.GetSymbolInfo(name)) is { } used
                    && layers.IndexOf(LayerOf(used)) > layers.IndexOf(own)
                    && seen.Add(used))
                {
                    yield return new Violation(
                        tree.FilePath, name.FirstLine(), $"{own} uses {name.Identifier.ValueText} of {LayerOf(used)}.");
                }
            }
        }
    }

    // Of a member, the file of its type: what a value is of need not be named to be used.
    private static string? FileOf(SymbolInfo found)
    {
        var symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault();
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        return symbol is INamespaceSymbol or null
            ? null
            : type?.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
    }
}
