using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers.Tests;

/// <summary>Runs analyzers over a piece of source. An exception of an analyzer is thrown on.</summary>
internal static class RuleRun
{
    public static CSharpCompilation Compile(string source) => SampleReferences.Empty.AddSyntaxTrees(
        CSharpSyntaxTree.ParseText(source, SampleReferences.ParseOptions, path: "Sample.cs"));

    public static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(
        Compilation compilation, params DiagnosticAnalyzer[] analyzers)
    {
        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => thrown ??= exception,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var found = await compilation
            .WithAnalyzers([.. analyzers], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        if (thrown is not null)
        {
            throw new InvalidOperationException("An analyzer failed.", thrown);
        }

        return [.. found.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    public static ImmutableArray<Diagnostic> Errors(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(static found => found.Severity == DiagnosticSeverity.Error)];
}
