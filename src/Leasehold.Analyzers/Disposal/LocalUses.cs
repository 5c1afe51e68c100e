using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Tells what a mention of a local, or of a temporary copy of it, does.</summary>
internal static class LocalUses
{
    public static LocalUse Of(IOperation mention, CancellationToken cancellationToken)
    {
        var child = mention;
        while (child.Parent is IConversionOperation or IParenthesizedOperation)
        {
            child = child.Parent;
        }

        switch (child.Parent)
        {
            case IInvocationOperation call when call.Instance == child:
                return IsRelease(call.TargetMethod.Name) ? LocalUse.Release : LocalUse.Borrow;
            case IConditionalAccessOperation access when access.Operation == child:
                // In the tree as written "x?.Dispose()" is two operations; in the flow graph it is the case above.
                return access.WhenNotNull is IInvocationOperation then && IsRelease(then.TargetMethod.Name)
                    ? LocalUse.Release
                    : LocalUse.Borrow;
            case IUsingOperation:
                return LocalUse.Release;
            case IArgumentOperation argument:
                return Ownership.IsTaken(argument, cancellationToken) ? LocalUse.Escape : LocalUse.Borrow;
            case ISimpleAssignmentOperation assignment:
                return assignment.Target == child ? LocalUse.Overwrite
                    : assignment.Target is IDiscardOperation ? LocalUse.Borrow
                    : LocalUse.Escape;
            case IMethodReferenceOperation reference when reference.Instance == child:
                return IsRelease(reference.Method.Name) ? LocalUse.Escape : LocalUse.Borrow;
            case IReturnOperation:
            case IVariableInitializerOperation:
            case IFieldInitializerOperation:
            case IPropertyInitializerOperation:
            case ICoalesceAssignmentOperation:
            case IArrayInitializerOperation:
            case ITupleOperation:
            case IObjectOrCollectionInitializerOperation:
            case IConditionalOperation conditional when conditional.Condition != child:
            case ICoalesceOperation:
            case ISwitchExpressionArmOperation:
                return LocalUse.Escape;
            case { Kind: OperationKind.None }:
                // What this version of the compiler's interface has no shape for, collection expressions among it.
                return LocalUse.Escape;
            default:
                return LocalUse.Borrow;
        }
    }

    public static bool IsRelease(string method) => method is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync";
}
