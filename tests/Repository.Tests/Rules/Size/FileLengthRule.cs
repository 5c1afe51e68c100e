using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Size;

/// <summary>No source file is longer than 400 lines.</summary>
internal sealed class FileLengthRule : IRule
{
    private const int MaxLines = 400;

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        tree.CSharpFiles
            .Where(static file => file.Lines.Count > MaxLines)
            .Select(static file => new Violation(
                file.Path, file.Lines.Count, $"{file.Lines.Count} lines; {MaxLines} is the end: make it two files."));
}
