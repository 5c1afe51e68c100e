using System.Text.RegularExpressions;

namespace Repository.Tests.Reading;

/// <summary>Finds a pattern line by line, in files that pass a filter.</summary>
internal sealed class LinePattern(string pattern, string message, RegexOptions options = RegexOptions.None)
{
    private readonly Regex _regex = new(
        pattern, options | RegexOptions.ExplicitCapture | RegexOptions.Compiled, TimeSpan.FromSeconds(10));

    public IEnumerable<Violation> Search(IEnumerable<RepositoryFile> files)
    {
        foreach (var file in files)
        {
            for (var index = 0; index < file.Lines.Count; index++)
            {
                if (_regex.Match(file.Lines[index]) is { Success: true } match)
                {
                    yield return new Violation(file.Path, index + 1, $"'{match.Value.Trim()}': {message}");
                }
            }
        }
    }
}
