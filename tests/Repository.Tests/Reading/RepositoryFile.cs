using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests.Reading;

/// <summary>One file of the tree: its path with forward slashes, relative to the root, and its text.</summary>
internal sealed class RepositoryFile
{
    private readonly Lazy<IReadOnlyList<string>> _lines;
    private readonly Lazy<CompilationUnitSyntax> _syntax;

    public RepositoryFile(string path, string text)
    {
        Path = path;
        Text = text;
        _lines = new Lazy<IReadOnlyList<string>>(() => text.TrimEnd('\n').Split('\n'));
        _syntax = new Lazy<CompilationUnitSyntax>(() => CSharpSyntaxTree.ParseText(
            text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview)).GetCompilationUnitRoot());
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>Without line ends; a final line end adds no line.</summary>
    public IReadOnlyList<string> Lines => _lines.Value;

    public CompilationUnitSyntax Syntax => _syntax.Value;

    public string Name => System.IO.Path.GetFileName(Path);

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    /// <summary>Whether it is in one of these top folders.</summary>
    public bool IsIn(params ReadOnlySpan<string> folders)
    {
        foreach (var folder in folders)
        {
            if (Path.StartsWith(folder + "/", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
