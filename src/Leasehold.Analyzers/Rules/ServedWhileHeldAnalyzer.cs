using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>LH0009: a connection that is held while a caller reads its answer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ServedWhileHeldAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "LH0009";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A caller is served while a connection is held",
        "{0} lasts as long as the caller takes to read, and {1} is held meanwhile; read the rows to the end first, or "
        + "page by page, and give the connection back before you answer",
        LeaseholdDocs.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A caller on a slow line holds the connection for as long as it likes; a few of them exhaust the pool.",
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
        var seen = new HashSet<SyntaxNode>();
        foreach (var found in HeldCalls.Of(context, known, known.Served.Of))
        {
            seen.Add(found.Call.Syntax);
            Report(context, found.Call, found.Found, found.Held[found.Held.Length - 1].Description);
        }

        foreach (var block in context.OperationBlocks.Where(known.Loops.Any))
        {
            foreach (var (body, wait) in known.Functions.All(block, context)
                .SelectMany(body => Waiting.For(body.Flow, known, known.Served.Of).Select(wait => (body, wait))))
            {
                if (known.Loops.Around(block, wait.Call.Syntax) is { } loop && body.IsOpen(loop, wait.State)
                    && seen.Add(wait.Call.Syntax))
                {
                    Report(context, wait.Call, wait.Found, $"the connection of {loop.Query}");
                }
            }
        }

        foreach (var block in context.OperationBlocks)
        {
            if (context.OwningSymbol is IMethodSymbol method && known.Served.IsEndpoint(method))
            {
                Answer(context, block, known, known.Loops.IsStream(method.ReturnType));
            }

            Mapped(context, block, known);
        }
    }

    /// <summary>The rows that an action or a method of a hub yields or returns.</summary>
    private static void Answer(
        OperationBlockAnalysisContext context, IOperation block, KnownSymbols known, bool isStream)
    {
        Returned(context, block, known);
        if (!isStream)
        {
            return;
        }

        foreach (var step in known.Functions.All(block, context).First().Flow.Yields(block, known))
        {
            Report(context, step, "This 'yield return'", "what the rows come from");
        }
    }

    private static void Mapped(OperationBlockAnalysisContext context, IOperation block, KnownSymbols known)
    {
        foreach (var argument in block.Descendants().OfType<IInvocationOperation>().Where(known.Served.IsMapping)
            .SelectMany(static call => call.Arguments))
        {
            var target = (argument.Value.WithoutConversion() as IDelegateCreationOperation)?.Target;
            if (target is IAnonymousFunctionOperation lambda)
            {
                Returned(context, lambda.Body, known);
            }
            else if (target is IMethodReferenceOperation { Method: var method } && known.Loops.Streams(method))
            {
                Report(context, target, $"The stream of '{method.Name}'", "its query's connection");
            }
        }
    }

    private static void Returned(OperationBlockAnalysisContext context, IOperation block, KnownSymbols known)
    {
        foreach (var value in known.Loops.ReturnedBy(block))
        {
            if (known.Loops.QueryOf(value) is { } query)
            {
                Report(context, value, "This stream", $"the connection of {query}");
            }
        }
    }

    private static void Report(OperationBlockAnalysisContext context, IOperation at, string what, string held) =>
        context.ReportDiagnostic(Diagnostic.Create(Rule, at.Syntax.GetLocation(), what, held));
}
