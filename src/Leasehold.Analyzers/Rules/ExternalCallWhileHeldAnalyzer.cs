using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers;

/// <summary>LH0001: an external call while a connection, transaction, session, lease or scope is held.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ExternalCallWhileHeldAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "LH0001";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "External call while a connection is held",
        "{0} is waited for while {1} is held; commit and give it back first, and save the answer in a new one",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The other side decides how long the connection is held, so a slow answer there exhausts the pool here.",
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
        foreach (var found in HeldCalls.Of(context, known, known.Calls.Of))
        {
            if (context.OperationBlocks.Any(block =>
                known.Loops.Around(block, found.Call.Syntax) is { } loop && found.Body.IsOpen(loop, found.State)))
            {
                continue; // LH0002 says it better
            }

            var held = found.Held[found.Held.Length - 1];
            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                found.Call.Syntax.GetLocation(),
                [.. found.Held.Select(static one => one.AcquiredAt)],
                found.Found.Description,
                held.Description));
        }
    }
}
