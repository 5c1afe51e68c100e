using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers.Tests;

/// <summary>What all rules together say about a layered application, counted.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const double Bar = 0.95;

    private static readonly SyntaxTree Application = Parse(CorpusShape.Application, "Application.cs");

    private static readonly DiagnosticAnalyzer[] Rules =
    [
        .. typeof(ExternalCallWhileHeldAnalyzer).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public async Task Rules_OverTheCorpus_FindWhatIsThereAndLittleElse()
    {
        var shapes = CorpusShape.All().ToList();
        var tallies = new ConcurrentDictionary<string, RuleTally>(StringComparer.Ordinal);
        var surprises = new List<string>();
        foreach (var shape in shapes)
        {
            var expected = shape.Expected.ToHashSet(StringComparer.Ordinal);
            var reported = (await ReportsOnAsync(shape)).ToHashSet(StringComparer.Ordinal);
            foreach (var report in expected.Union(reported, StringComparer.Ordinal))
            {
                var tally = tallies.GetOrAdd(report.Split(' ')[1].TrimEnd('?'), static _ => new RuleTally());
                tally.Add(expected.Contains(report), reported.Contains(report));
                if (expected.Contains(report) != reported.Contains(report))
                {
                    surprises.Add($"{(expected.Contains(report) ? "missed" : "wrong ")} {report} in {shape.Name}");
                }
            }
        }

        output.WriteLine($"{shapes.Count} shapes");
        foreach (var (rule, tally) in tallies.OrderBy(static one => one.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{rule}  {tally}");
        }

        var all = string.Join('\n', surprises);
        Assert.True(tallies.All(static tally => tally.Value.Recall >= Bar && tally.Value.Precision >= Bar), all);
    }

    private static async Task<IEnumerable<string>> ReportsOnAsync(CorpusShape shape)
    {
        var compilation = SampleReferences.Empty.AddSyntaxTrees(Application, Parse(shape.Source, "Shape.cs"));
        var errors = RuleRun.Errors(compilation);
        Assert.True(errors.IsEmpty, $"{shape.Name}: {errors.FirstOrDefault()}");
        var found = await RuleRun.DiagnosticsAsync(compilation, Rules);
        return found.Where(static one => one.Location.SourceTree?.FilePath == "Shape.cs").Select(static one =>
            (one.Location.GetLineSpan().StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture)
            + $" {one.Id}{(one.Severity == DiagnosticSeverity.Warning ? "" : "?")}");
    }

    private static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, SampleReferences.ParseOptions, path);
}
