using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>What other methods of the compilation do.</summary>
internal static class MethodBodies
{
    /// <summary>The operations of a method's own body; lambdas and local functions in it are no part of it.</summary>
    public static IEnumerable<IOperation> StepsOf(IMethodSymbol method, Compilation compilation) =>
        method.DeclaringSyntaxReferences
            .Select(reference => BodyOf(reference.GetSyntax(), compilation))
            .SelectMany(static body => body is null
                ? []
                : body.ChildOperations.SelectMany(static root => EvaluationOrder.Of(root)));

    [SuppressMessage(
        "MicrosoftCodeAnalysisPerformance",
        "RS1030:Do not invoke Compilation.GetSemanticModel() within a diagnostic analyzer",
        Justification = "Asked only about a method that is called while something is held, and once per method.")]
    private static IOperation? BodyOf(SyntaxNode declaration, Compilation compilation) =>
        compilation.ContainsSyntaxTree(declaration.SyntaxTree)
            ? compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration)
            : null;
}
