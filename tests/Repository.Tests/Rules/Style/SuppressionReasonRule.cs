using System.Text.RegularExpressions;
using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Style;

/// <summary>
/// Every suppressed diagnostic has its reason beside it: behind a pragma or on the line before it, as the
/// justification of an attribute, or in a comment above that names it in project files and .editorconfig.
/// </summary>
internal sealed partial class SuppressionReasonRule : IRule
{
    public IEnumerable<Violation> Check(RepositoryTree tree)
    {
        foreach (var file in tree.Files.Where(static file => !file.IsIn("tests/Repository.Tests")))
        {
            for (var index = 0; index < file.Lines.Count; index++)
            {
                if (Unexplained(file, index) is { } what)
                {
                    yield return new Violation(file.Path, index + 1, $"{what} is suppressed, and no reason beside it.");
                }
            }
        }
    }

    private static string? Unexplained(RepositoryFile file, int index)
    {
        var line = file.Lines[index];
        if (file.IsCSharp)
        {
            return UnexplainedInCode(file, index, line);
        }

        if (file.Name is ".editorconfig" or ".globalconfig")
        {
            return Severity().Match(line) is { Success: true } severity
                ? UnnamedAbove(file, index, [severity.Groups["id"].Value])
                : null;
        }

        var isBuildFile = Path.GetExtension(file.Name) is ".csproj" or ".props" or ".targets";
        return isBuildFile && NoWarn().Match(line) is { Success: true } noWarn
            ? UnnamedAbove(file, index, [.. Id().Matches(noWarn.Groups["ids"].Value).Select(static id => id.Value)])
            : null;
    }

    private static string? UnexplainedInCode(RepositoryFile file, int index, string line)
    {
        if (Pragma().Match(line) is { Success: true } pragma)
        {
            var before = index > 0 ? file.Lines[index - 1].Trim() : string.Empty;
            return pragma.Groups["reason"].Value.Trim().Length > 0 || before.StartsWith("//", StringComparison.Ordinal)
                ? null
                : pragma.Groups["id"].Value;
        }

        if (!Attribute().IsMatch(line))
        {
            return null;
        }

        var upToItsEnd = string.Concat(file.Lines.Skip(index).Take(4)).Split(")]")[0];
        return Justification().IsMatch(upToItsEnd) ? null : "What the attribute names";
    }

    /// <summary>The comment on the line, or the one above the unbroken block of lines that it belongs to.</summary>
    private static string? UnnamedAbove(RepositoryFile file, int index, IReadOnlyList<string> ids)
    {
        var comment = file.Lines[index];
        var above = index - 1;
        while (above >= 0 && IsSetting(file.Lines[above]))
        {
            above--;
        }

        for (; above >= 0 && IsComment(file, above); above--)
        {
            comment += file.Lines[above];
        }

        var assignment = comment.IndexOf("severity", StringComparison.Ordinal);
        var reasons = assignment >= 0 ? comment[assignment..] : NoWarn().Replace(comment, string.Empty);
        return ids.FirstOrDefault(id => !reasons.Contains(id, StringComparison.Ordinal));
    }

    private static bool IsSetting(string line) => Severity().IsMatch(line);

    private static bool IsComment(RepositoryFile file, int index)
    {
        var line = file.Lines[index].Trim();
        return line.StartsWith('#')
            || line.EndsWith("-->", StringComparison.Ordinal)
            || line.StartsWith("<!--", StringComparison.Ordinal)
            || (!line.StartsWith('<') && Path.GetExtension(file.Name) is ".csproj" or ".props" or ".targets");
    }

    [GeneratedRegex(
        @"#pragma\s+warning\s+disable\s*(?<id>[\w, ]*?)\s*(//\s*(?<reason>.*))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pragma();

    [GeneratedRegex(
        @"\[(assembly:\s*|module:\s*)?(Unconditional)?SuppressMessage\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("Justification\\s*=\\s*\"[^\"]{8,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Justification();

    [GeneratedRegex(
        @"^\s*dotnet_diagnostic\.(?<id>\w+)\.severity\s*=\s*(none|silent|suggestion)",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Severity();

    [GeneratedRegex(
        "<(NoWarn|WarningsNotAsErrors)>(?<ids>[^<]*)|NoWarn=\"(?<ids>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoWarn();

    [GeneratedRegex(@"\b[A-Za-z]+\d{3,}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
