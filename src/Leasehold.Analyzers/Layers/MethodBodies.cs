using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.Analyzers;

/// <summary>What other methods of the compilation do.</summary>
internal static class MethodBodies
{
    /// <summary>Whether the method's own body can be looked at here.</summary>
    public static bool HasBody(this IMethodSymbol method) =>
        !method.IsAbstract && method.DeclaringSyntaxReferences.Length > 0;

    /// <summary>The operations of a method, lambda or local function as written.</summary>
    public static IEnumerable<IOperation> BodiesOf(IMethodSymbol method, Compilation compilation) =>
        method.DeclaringSyntaxReferences
            .Select(reference => OperationOf(reference.GetSyntax(), compilation))
            .OfType<IOperation>();

    /// <summary>The operations of a method's own body; lambdas and local functions in it are no part of it.</summary>
    public static IEnumerable<IOperation> StepsOf(IMethodSymbol method, Compilation compilation) =>
        BodiesOf(method, compilation)
            .SelectMany(static body => body.ChildOperations)
            .SelectMany(static root => EvaluationOrder.Of(root));

    /// <summary>Whether the text of a method has a name that one who acquires or ends something would write.</summary>
    public static bool MayAcquire(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.SelectMany(static reference => reference.GetSyntax().DescendantTokens())
            .Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && IsOfAcquiring(token.ValueText));

    /// <summary>Whether a name is one of acquiring or ending something.</summary>
    public static bool IsOfAcquiring(string name) =>
        name is "Open" or "OpenAsync" or "Begin" or "BeginAsync" or "Lease" or "LeaseAsync" or "Close" or "CloseAsync"
        || UnitShape.IsEnd(name)
        || name.StartsWith("ExecuteReader", StringComparison.Ordinal)
        || name.StartsWith("QueryMultiple", StringComparison.Ordinal)
        || name.IndexOf("Transaction", StringComparison.OrdinalIgnoreCase) >= 0
        || name.EndsWith("Connection", StringComparison.Ordinal)
        || name.EndsWith("ConnectionAsync", StringComparison.Ordinal)
        || name.Contains("UnitOfWork")
        || (name.StartsWith("Begin", StringComparison.Ordinal) && name.Contains("Work"));

    /// <summary>What a local variable was declared with.</summary>
    public static IOperation? InitialValue(ILocalSymbol local, Compilation compilation) =>
        local.DeclaringSyntaxReferences.Length == 1
        && local.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
            ? OperationOf(value, compilation)
            : null;

    [SuppressMessage(
        "MicrosoftCodeAnalysisPerformance",
        "RS1030:Do not invoke Compilation.GetSemanticModel() within a diagnostic analyzer",
        Justification = "Asked only about a method that is called where something is held, and once per method.")]
    private static IOperation? OperationOf(SyntaxNode node, Compilation compilation) =>
        compilation.ContainsSyntaxTree(node.SyntaxTree)
            ? compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node)
            : null;
}
