using System.Text.Json;
using Leasehold.Cli.Analysis;
using Leasehold.Cli.CodeBases;

namespace Leasehold.Cli.Reports;

/// <summary>
/// Findings as the formats of other tools have them; paths are relative to the working tree's top folder.
/// </summary>
internal static class FindingFormat
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A workflow command, which GitHub shows as an annotation of the line.</summary>
    public static string Github(Finding finding, CodeBaseTarget target)
    {
        var level = ConsoleReport.NameOf(finding.Severity) is "suggestion" or "hidden"
            ? "notice" : ConsoleReport.NameOf(finding.Severity);
        var (line, column) = (finding.Span.Start.Line + 1, finding.Span.Start.Character + 1);
        return $"::{level} file={Escaped(PathOf(finding, target), isProperty: true)},line={line},"
            + $"col={column},title={finding.Rule.Id}::{Escaped(finding.Message, false)}";
    }

    public static string Json(IEnumerable<Finding> findings, CodeBaseTarget target) => JsonSerializer.Serialize(
        findings.Select(finding => new
        {
            rule = finding.Rule.Id,
            severity = ConsoleReport.NameOf(finding.Severity),
            file = PathOf(finding, target),
            line = finding.Span.Start.Line + 1,
            column = finding.Span.Start.Character + 1,
            message = finding.Message,
            help = finding.Rule.HelpLinkUri,
        }),
        Indented);

    private static string PathOf(Finding finding, CodeBaseTarget target) =>
        Path.GetRelativePath(target.Root, finding.Path).Replace('\\', '/');

    private static string Escaped(string text, bool isProperty)
    {
        var escaped = text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
        return isProperty
            ? escaped.Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)
            : escaped;
    }
}
