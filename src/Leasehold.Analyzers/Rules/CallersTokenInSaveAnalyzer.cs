using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>LH0008: the caller's token can cancel the save of what an external call has done already.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CallersTokenInSaveAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "LH0008";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The caller's token cancels the save after an external call",
        "'{0}' belongs to the caller, whose disconnect would cancel this save after {1} has had its effect; "
        + "bound it by a token of its own",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Once the other side has acted, the outcome must be saved whether anybody still waits for it or not.",
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
        var tokens = new CallersToken(known, context.Compilation);
        foreach (var block in context.OperationBlocks.Where(block => Saves(block, known)))
        {
            foreach (var body in known.Functions.All(block, context))
            {
                if (CalledOutside.Of(body.Graph, known) is { } flow)
                {
                    Report(context, block, flow, known, tokens);
                }
            }
        }
    }

    private static bool Saves(IOperation block, KnownSymbols known) =>
        block.Descendants().OfType<IInvocationOperation>().Any(call => known.Saves.IsSave(call)
            || known.Saves.MayBeHelper(call));

    private static void Report(
        OperationBlockAnalysisContext context,
        IOperation block,
        CalledOutside flow,
        KnownSymbols known,
        CallersToken tokens)
    {
        foreach (var step in flow.Steps())
        {
            if (step.Operation is IInvocationOperation save
                && (known.Saves.IsSave(save) || known.Saves.IsHelper(save))
                && flow.First(step.Before, save.Syntax.Span.End) is { } call
                && TokenOf(save, known) is { } token
                && tokens.NameOf(token, block) is { } name)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rule, token.Syntax.GetLocation(), name, call.Description));
            }
        }
    }

    /// <summary>The token of a save; Dapper takes it inside of a command definition.</summary>
    private static IOperation? TokenOf(IInvocationOperation save, KnownSymbols known)
    {
        foreach (var argument in save.Arguments.Where(static one => one.ArgumentKind == ArgumentKind.Explicit))
        {
            if (argument.Value.Type.Is(known.Tasks.CancellationToken))
            {
                return argument.Value;
            }

            if (argument.Value.WithoutConversion() is IObjectCreationOperation definition)
            {
                return definition.Arguments
                    .Where(static part => part.ArgumentKind == ArgumentKind.Explicit)
                    .FirstOrDefault(part => part.Value.Type.Is(known.Tasks.CancellationToken))?.Value;
            }
        }

        return null;
    }
}
