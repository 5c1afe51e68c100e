using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>The operations of a tree, operands before what uses them. Bodies of lambdas are no part of it.</summary>
internal static class EvaluationOrder
{
    public static ImmutableArray<IOperation> Of(IOperation root)
    {
        var steps = ImmutableArray.CreateBuilder<IOperation>();
        Add(root, steps);
        return steps.ToImmutable();
    }

    /// <summary>Whether running it can throw in practice: it runs foreign code.</summary>
    public static bool MayThrow(IOperation operation) =>
        operation is IInvocationOperation or IObjectCreationOperation or IAwaitOperation or IPropertyReferenceOperation
            or IThrowOperation or IDynamicInvocationOperation or IInvalidOperation or IArrayElementReferenceOperation;

    private static void Add(IOperation operation, ImmutableArray<IOperation>.Builder steps)
    {
        if (operation is not (IFlowAnonymousFunctionOperation or IAnonymousFunctionOperation
            or ILocalFunctionOperation))
        {
            foreach (var operand in operation.ChildOperations)
            {
                Add(operand, steps);
            }
        }

        steps.Add(operation);
    }
}
