using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Leasehold.Analyzers;

/// <summary>Whether an argument's receiver takes over the duty to dispose it.</summary>
internal static class Ownership
{
    private static readonly HashSet<string> Borrowing = new(StringComparer.Ordinal)
    {
        "System.Data.Common.DbCommand",
        "System.Data.Common.DbDataAdapter",
        "System.Data.Common.DbBatch",
        "System.Data.Common.DbCommandBuilder",
        "System.Exception",
    };

    public static bool IsTaken(IArgumentOperation argument, CancellationToken cancellationToken)
    {
        if (argument.Parameter is not { } parameter)
        {
            return true;
        }

        if (parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            return true;
        }

        return argument.Parent switch
        {
            IObjectCreationOperation creation => !Borrows(creation.Type),
            IInvocationOperation call => IsTaken(call.TargetMethod, parameter, cancellationToken),
            _ => true,
        };
    }

    /// <summary>Whether objects of a type only use the connection they are made with.</summary>
    public static bool Borrows(ITypeSymbol? type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (Borrowing.Contains(current.ToDisplayString()))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTaken(IMethodSymbol method, IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return false;
        }

        // List<T>.Add(T), Task.FromResult<T>(T), SetResult(T): what passes a T on knows nothing of connections.
        // RegisterForDispose(IDisposable), ConfigureAwait(IAsyncDisposable): disposing is what it is for.
        return parameter.OriginalDefinition.Type is ITypeParameterSymbol { ConstraintTypes.Length: 0 }
            || parameter.Type.Name is "IDisposable" or "IAsyncDisposable"
            || method.OriginalDefinition.DeclaringSyntaxReferences
                .Any(reference => Keeps(reference.GetSyntax(cancellationToken), parameter.Name));
    }

    /// <summary>Whether a method of this project disposes, stores or hands back its parameter.</summary>
    private static bool Keeps(SyntaxNode method, string parameter)
        => method.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == parameter && IsKept(name));

    private static bool IsKept(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name
            && access.Name.Identifier.ValueText is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync"
                or "ConfigureAwait",
        ConditionalAccessExpressionSyntax conditional => conditional.Expression == name,
        UsingStatementSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
        EqualsValueClauseSyntax => true,
        AssignmentExpressionSyntax assignment => assignment.Right == name,
        ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax } => true,
        _ => false,
    };
}
