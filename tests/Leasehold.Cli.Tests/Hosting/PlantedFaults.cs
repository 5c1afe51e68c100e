using System.Text.RegularExpressions;

namespace Leasehold.Cli.Tests.Hosting;

/// <summary>Reads the markers of faults that were planted on purpose: `// planted: LH0001`.</summary>
internal static partial class PlantedFaults
{
    /// <summary>One entry per fault, as `file:line rule`.</summary>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => MarkersOf(path).Select(marker => $"{Path.GetRelativePath(folder, path)}:{marker}"))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> MarkersOf(string path) =>
        from line in File.ReadLines(path).Index()
        from rule in Marker().Match(line.Item).Groups["rule"].Captures
        select $"{line.Index + 1} {rule.Value}";

    [GeneratedRegex(@"// planted: (?<rule>LH\d{4})(, (?<rule>LH\d{4}))*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();
}
