using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>
/// The bodies in which something is held; looked at once for all rules. Most code holds nothing, and is left after
/// one walk over its calls, without a control-flow graph.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FunctionBodies(KnownSymbols known)
{
    private readonly ConditionalWeakTable<IOperation, List<FunctionBody>> _holding = new();

    /// <summary>The bodies of a member that hold something, the member's own first.</summary>
    public IEnumerable<FunctionBody> Holding(OperationBlockAnalysisContext context)
    {
        foreach (var block in context.OperationBlocks)
        {
            if (!_holding.TryGetValue(block, out var bodies))
            {
                bodies = MayHold(block, context.OwningSymbol)
                    ? [.. All(block, context).Where(static body => body.Held is not null)]
                    : [];
                bodies = _holding.GetValue(block, _ => bodies);
            }

            foreach (var body in bodies)
            {
                yield return body;
            }
        }
    }

    /// <summary>Each body of a block: the member's own, and those of the lambdas and local functions in it.</summary>
    public IEnumerable<FunctionBody> All(IOperation block, OperationBlockAnalysisContext context)
    {
        var graph = context.GetControlFlowGraph(block);
        return Within(block, graph, context.OwningSymbol as IMethodSymbol, held: null, context.CancellationToken);
    }

    private static IEnumerable<IFlowAnonymousFunctionOperation> LambdasOf(ControlFlowGraph graph) =>
        graph.Blocks
            .SelectMany(static block => block.BranchValue is { } value
                ? block.Operations.Concat([value]) : block.Operations)
            .SelectMany(static root => EvaluationOrder.Of(root))
            .OfType<IFlowAnonymousFunctionOperation>();

    private IEnumerable<FunctionBody> Within(
        IOperation root,
        ControlFlowGraph graph,
        IMethodSymbol? symbol,
        (HeldKind Kind, Location At)? held,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        yield return new FunctionBody(
            root, graph, symbol, new Lazy<HeldRegions>(() => HeldRegions.Of(graph, symbol, known, held)));
        foreach (var lambda in LambdasOf(graph))
        {
            var inner = graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken);
            var given = GivenTo(lambda);
            foreach (var body in Within(inner.OriginalOperation, inner, lambda.Symbol, given, cancellationToken))
            {
                yield return body;
            }
        }

        foreach (var function in graph.LocalFunctions)
        {
            var inner = graph.GetLocalFunctionControlFlowGraph(function, cancellationToken);
            foreach (var body in Within(inner.OriginalOperation, inner, function, held: null, cancellationToken))
            {
                yield return body;
            }
        }
    }

    private bool MayHold(IOperation block, ISymbol owner) =>
        HasHeldParameter(owner as IMethodSymbol)
        || block.Descendants().Any(operation => operation switch
        {
            IAnonymousFunctionOperation lambda => HasHeldParameter(lambda.Symbol) || GivenTo(lambda) is not null,
            ILocalFunctionOperation function => HasHeldParameter(function.Symbol),
            _ => Acquisition.Of(operation, known) is not null,
        });

    private bool HasHeldParameter(IMethodSymbol? method) =>
        method is not null && method.Parameters.Any(parameter => HeldParameters.KindOf(parameter, known) is not null);

    /// <summary>What whoever is handed a lambda holds while it runs it: "ExecuteInTransaction(() => …)".</summary>
    private (HeldKind Kind, Location At)? GivenTo(IOperation lambda) =>
        lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation to }
        && to.Parent is IInvocationOperation call
        && known.Summaries.WhileRunning(call, to) is { } kind
            ? (kind, call.Syntax.GetLocation())
            : null;
}
