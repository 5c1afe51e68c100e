using System.Collections.Concurrent;
using Leasehold.Cli.CodeBases;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Cli.Analysis;

/// <summary>Runs the rules over one project, in memory.</summary>
internal static class ProjectAnalysis
{
    private const int ErrorsNamed = 3;

    public static async Task<ProjectFindings> RunAsync(
        Project project, RuleSelection rules, bool asShipped, CancellationToken cancellationToken)
    {
        var compilation = await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"{project.Name} has no compilation.");
        if (asShipped)
        {
            compilation = compilation.WithOptions(AsShipped(compilation.Options, rules));
        }

        var faults = new ConcurrentQueue<string>();
        var analysis = compilation.WithAnalyzers(rules.Analyzers, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            (exception, analyzer, _) => faults.Enqueue(
                $"{analyzer.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n')[0].Trim()}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true));
        var diagnostics = await analysis.GetAllDiagnosticsAsync(cancellationToken).ConfigureAwait(false);
        var wanted = rules.Rules.Select(static rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        return new ProjectFindings(
            [.. diagnostics.Where(one => wanted.Contains(one.Id)).Select(one => Finding.Of(one, project))],
            [.. Broken(project, diagnostics), .. faults.Distinct(StringComparer.Ordinal).Select(
                fault => new CodeBaseProblem($"{project.Name}: a rule failed. {fault}"))]);
    }

    /// <summary>Without what .editorconfig, NoWarn and rule sets say; pragmas and attributes count.</summary>
    private static CompilationOptions AsShipped(CompilationOptions options, RuleSelection rules) => options
        .WithSyntaxTreeOptionsProvider(null)
        .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
        .WithSpecificDiagnosticOptions(rules.Rules.Select(static rule => KeyValuePair.Create(
            rule.Id, rule.DefaultSeverity switch
            {
                DiagnosticSeverity.Error => ReportDiagnostic.Error,
                DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
                DiagnosticSeverity.Info => ReportDiagnostic.Info,
                _ => ReportDiagnostic.Hidden,
            })));

    /// <summary>Code that does not compile has no meaning to the rules, which then see less than there is.</summary>
    private static IEnumerable<CodeBaseProblem> Broken(Project project, IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics
            .Where(static one => one is { Severity: DiagnosticSeverity.Error, IsWarningAsError: false }
                && one.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler, StringComparer.Ordinal))
            .ToList();
        if (errors.Count > 0)
        {
            var first = string.Join("\n  ", errors.Take(ErrorsNamed));
            yield return new CodeBaseProblem(
                $"{project.Name} does not compile ({errors.Count} errors):\n  {first}",
                "Restore and build it first, or leave it out with a solution filter.");
        }
    }
}
