using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>LH0002: an external call for each row of a query that is still open.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ExternalCallInQueryLoopAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "LH0002";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "External call for each row of an open query",
        "{0} is waited for inside a loop over {1}, so the connection is held for all of the calls; "
        + "read the rows to the end first",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A query that is streamed keeps its connection until the last row: the calls add up.",
        LeaseholdDocs.Rule(Id));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationBlockAction(Analyze);
    }

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        var known = KnownSymbols.Of(context.Compilation, context.Options);
        foreach (var block in context.OperationBlocks.Where(known.Loops.Any))
        {
            foreach (var body in known.Functions.All(block, context))
            {
                foreach (var wait in Waiting.For(body.Flow, known, known.Calls.Of))
                {
                    if (known.Loops.Around(block, wait.Call.Syntax) is { } loop && body.IsOpen(loop, wait.State))
                    {
                        context.ReportDiagnostic(Diagnostic.Create(
                            Rule, wait.Call.Syntax.GetLocation(), wait.Found.Description, loop.Query));
                    }
                }
            }
        }
    }
}
