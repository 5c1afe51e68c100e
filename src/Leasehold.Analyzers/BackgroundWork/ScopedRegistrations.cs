using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Leasehold.Analyzers;

/// <summary>The types that this project registers by AddScoped.</summary>
/// <remarks>Looked for once, and only when something is captured that no type tells.</remarks>
internal sealed class ScopedRegistrations
{
    private readonly HashSet<ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

    public ScopedRegistrations(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                if (call.Expression is MemberAccessExpressionSyntax
                    { Name.Identifier.ValueText: "AddScoped" or "TryAddScoped" })
                {
#pragma warning disable RS1030 // One look at the calls that register services; kept for the compilation.
                    model ??= compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
                    Add(call, model);
                }
            }
        }
    }

    public bool Contain(ITypeSymbol type) => _types.Contains(type.OriginalDefinition);

    private void Add(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method
            || !method.ContainingNamespace.ToDisplayString()
                .StartsWith("Microsoft.Extensions.DependencyInjection", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var type in method.TypeArguments)
        {
            _types.Add(type.OriginalDefinition);
        }

        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is TypeOfExpressionSyntax of && model.GetTypeInfo(of.Type).Type is { } type)
            {
                _types.Add(type.OriginalDefinition);
            }
        }
    }
}
