using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Leasehold.Analyzers;

/// <summary>The operations of a control flow graph in the order in which they are carried out.</summary>
internal static class FlowOperations
{
    public static IEnumerable<IOperation> Of(BasicBlock block)
        => block.BranchValue is { } value
            ? block.Operations.Add(value).SelectMany(Of)
            : block.Operations.SelectMany(Of);

    /// <summary>Operands before what is done with them.</summary>
    public static IEnumerable<IOperation> Of(IOperation operation)
    {
        foreach (var child in operation.ChildOperations)
        {
            foreach (var inner in Of(child))
            {
                yield return inner;
            }
        }

        yield return operation;
    }

    /// <summary>Where a block goes next; of a condition that is a constant, only the way it decides.</summary>
    public static IEnumerable<ControlFlowBranch> Successors(BasicBlock block)
    {
        var decided = block.ConditionKind != ControlFlowConditionKind.None
            && block.BranchValue?.ConstantValue is { HasValue: true, Value: bool value }
                ? value == (block.ConditionKind == ControlFlowConditionKind.WhenTrue)
                : (bool?)null;
        if (block.ConditionalSuccessor is { } jump && decided != false)
        {
            yield return jump;
        }

        if (block.FallThroughSuccessor is { } next && decided != true)
        {
            yield return next;
        }
    }

    /// <summary>A graph and those of all lambdas and local functions in it.</summary>
    public static IEnumerable<ControlFlowGraph> WithNested(ControlFlowGraph graph, CancellationToken cancellationToken)
    {
        yield return graph;
        foreach (var local in graph.LocalFunctions)
        {
            foreach (var inner in WithNested(
                graph.GetLocalFunctionControlFlowGraph(local, cancellationToken), cancellationToken))
            {
                yield return inner;
            }
        }

        foreach (var lambda in graph.Blocks.SelectMany(Of).OfType<IFlowAnonymousFunctionOperation>())
        {
            foreach (var inner in WithNested(
                graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken), cancellationToken))
            {
                yield return inner;
            }
        }
    }
}
