using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.PublicApi.Tests.Documentation;

/// <summary>
/// Compiles what pages show. A file is compiled as it is, together with the page's other files. Of a part of one, the
/// statements go into a method and the types beside it; what it uses without declaring it comes from the page's scene.
/// </summary>
internal static class BlockCompilation
{
    private static readonly CSharpParseOptions Parsing =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(static () =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>The errors of a page, each with its line there.</summary>
    public static IReadOnlyList<string> ErrorsOf(IReadOnlyList<CodeBlock> blocks, string common, string? scene)
    {
        var errors = new List<string>();
        var files = blocks.Where(static block => block.File is not null).ToList();
        if (files.Count > 0)
        {
            errors.AddRange(Compile(
                OutputKind.ConsoleApplication,
                [UsingsOf(common), .. files.Select(static file => $"#line {file.Line} \"{file.Page}\"\n{file.Text}")]));
        }

        foreach (var part in blocks.Where(static block => block.File is null))
        {
            errors.AddRange(Compile(
                OutputKind.DynamicallyLinkedLibrary,
                [common, scene ?? "namespace Documented; internal abstract class PageScene : Scene;", Wrap(part)]));
        }

        return errors;
    }

    private static IEnumerable<string> Compile(OutputKind output, IEnumerable<string> texts)
        => CSharpCompilation.Create(
                "Page",
                texts.Select(static text => CSharpSyntaxTree.ParseText(text, Parsing)),
                References.Value,
                new CSharpCompilationOptions(output, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics()
            .Where(static found => found.Severity == DiagnosticSeverity.Error)
            .Select(Describe);

    private static string Describe(Diagnostic found)
    {
        var at = found.Location.GetMappedLineSpan();
        var where = at.HasMappedPath ? $"{at.Path}:{at.StartLinePosition.Line + 1}" : $"scene: {at.StartLinePosition}";
        return $"{where} {found.Id} {found.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private static string UsingsOf(string scene)
        => string.Concat(CSharpSyntaxTree.ParseText(scene, Parsing).GetCompilationUnitRoot().Usings
            .Select(static line => line.ToFullString()));

    private static string Wrap(CodeBlock block)
    {
        var unit = CSharpSyntaxTree.ParseText(block.Text, Parsing).GetCompilationUnitRoot();
        var statements = unit.Members.OfType<GlobalStatementSyntax>().Where(static member => !IsMember(member));
        var members = unit.Members.Where(IsMember);
        var types = unit.Members.Where(static member => member is not GlobalStatementSyntax && !IsMember(member));
        var text = new StringBuilder();
        Append(unit.Usings);
        text.Append("namespace Documented\n{\n");
        Append(types);
        text.Append("internal abstract class Block : PageScene\n{\n");
        Append(members);
        text.Append("private async Task<object?> RunAsync()\n{\n");
        Append(statements);
        return text.Append("\nreturn null;\n}\n}\n}\n").ToString();

        void Append(IEnumerable<SyntaxNode> nodes)
        {
            foreach (var node in nodes)
            {
                var line = block.Line + node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
                text.Append(CultureInfo.InvariantCulture, $"\n#line {line} \"{block.Page}\"\n{node.ToFullString()}\n");
            }
        }
    }

    // Outside of a type the parser takes a method for a local function; one with an access modifier is none.
    private static bool IsMember(MemberDeclarationSyntax member)
        => member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or FieldDeclarationSyntax
            || (member is GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function }
                && function.Modifiers.Any(static modifier => modifier.Kind()
                    is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword));
}
