using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Where an acquired value goes: into a local that must be followed, to an owner, or nowhere.</summary>
internal static class AcquisitionSite
{
    /// <summary>The local that receives what an operation acquires.</summary>
    public static Acquired? InLocal(IOperation source, HeldKind kind)
    {
        var value = Outermost(source);
        return value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }
                when !IsInUsing(declarator) && !IsTask(declarator.Symbol.Type)
                => new Acquired(source, declarator.Syntax, declarator.Symbol, kind, isDeclaration: true),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation to } assignment
                when assignment.Value == value && !IsTask(to.Type)
                => new Acquired(source, assignment.Syntax, to.Local, kind, isDeclaration: false),
            _ => null,
        };
    }

    /// <summary>Whether the value is used on the spot or dropped, with nobody left to dispose it.</summary>
    public static bool IsLost(IOperation source, Acquisitions acquisitions, CancellationToken cancellationToken)
    {
        var value = Outermost(source);
        switch (value.Parent)
        {
            case IExpressionStatementOperation:
            case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                return source is not IInvocationOperation call || !acquisitions.IsContextOwned(call);
            case IInvocationOperation used when used.Instance == value:
                return !LocalUses.IsRelease(used.TargetMethod.Name) && !IsDisposable(used.TargetMethod.ReturnType);
            case IArgumentOperation { Parent: IInvocationOperation extension } argument
                when extension.TargetMethod.IsExtensionMethod && extension.Arguments[0] == argument:
                return !Ownership.IsTaken(argument, cancellationToken)
                    && !IsDisposable(extension.TargetMethod.ReturnType);
            case IPropertyReferenceOperation property when property.Instance == value:
                return true;
            default:
                return false;
        }
    }

    private static IOperation Outermost(IOperation source)
    {
        var value = source;
        while (value.Parent is { } parent && parent is not IExpressionStatementOperation
            && Acquisitions.Unwrap(parent) == source)
        {
            value = parent;
        }

        return value;
    }

    private static bool IsTask(ITypeSymbol? type)
        => !SymbolEqualityComparer.Default.Equals(type.Awaited(), type);

    private static bool IsInUsing(IVariableDeclaratorOperation declarator)
        => declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation
            || declarator.Parent?.Parent is IUsingOperation;

    /// <summary>A wrapper, a transaction or a command keeps what it was made from; rows do not.</summary>
    private static bool IsDisposable(ITypeSymbol? type)
        => type.Awaited() is { } result
            && (result.Name is "IDisposable" or "IAsyncDisposable"
                || result.AllInterfaces.Any(static i => i.Name is "IDisposable" or "IAsyncDisposable"));
}
