using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Leasehold.Analyzers;

/// <summary>LH0006: waiting for a clock, a lock, a channel or a person while something is held.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class WaitWhileHeldAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "LH0006";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Waiting while a connection is held",
        "This waits for {0} while {1} is held; wait before it is acquired, or after it is given back",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A connection that waits for something else is taken from everybody; two that wait for each other never end.",
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
        foreach (var found in HeldCalls.Of(context, known, known.Waits.Through))
        {
            if (found.Held.All(static held => held.IsLent))
            {
                continue;
            }

            context.ReportDiagnostic(Diagnostic.Create(
                Rule,
                found.Call.Syntax.GetLocation(),
                [.. found.Held.Select(static held => held.AcquiredAt)],
                found.Found,
                found.Held[found.Held.Length - 1].Description));
        }
    }
}
