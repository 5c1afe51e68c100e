using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.Analyzers;

/// <summary>What a caller hands in that is held: a transaction always, a connection if it is open.</summary>
internal static class HeldParameters
{
    public static HeldKind? KindOf(IParameterSymbol parameter, KnownSymbols known)
    {
        var kind = known.Database.KindOf(parameter.Type);
        if (parameter.RefKind == RefKind.Out || parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return null;
        }

        return known.Database.AlwaysHeld(parameter.Type)
            ?? (kind is HeldKind.Connection or HeldKind.Reader && IsHandedIn(method) && !IsKeptBy(method, parameter)
                ? kind : null);
    }

    // A constructor keeps a connection for later; an interceptor's override is told of one that is about to open.
    private static bool IsHandedIn(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.AnonymousFunction
        && !method.IsOverride && method.ExplicitInterfaceImplementations.IsEmpty;

    /// <summary>Whether a method decides itself how long it is open.</summary>
    private static bool IsKeptBy(IMethodSymbol method, IParameterSymbol parameter) =>
        method.DeclaringSyntaxReferences
            .SelectMany(static reference => reference.GetSyntax().DescendantNodes())
            .OfType<MemberAccessExpressionSyntax>()
            .Any(access => access.Expression is IdentifierNameSyntax { Identifier.ValueText: var name }
                && name == parameter.Name
                && access.Name.Identifier.ValueText is "Open" or "OpenAsync" or "State" or "Close" or "CloseAsync"
                    or "Dispose" or "DisposeAsync");
}
