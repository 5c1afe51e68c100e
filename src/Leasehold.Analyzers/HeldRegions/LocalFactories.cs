using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Methods of this compilation that return a connection which they have opened.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LocalFactories(Compilation compilation, KnownSymbols known)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _opens = new(SymbolEqualityComparer.Default);

    public bool Opens(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Length > 0 && _opens.GetOrAdd(method.OriginalDefinition, Look);

    private bool Look(IMethodSymbol method)
    {
        foreach (var step in MethodBodies.StepsOf(method, compilation))
        {
            if (step is Microsoft.CodeAnalysis.Operations.IInvocationOperation
                {
                    TargetMethod: { Name: "Open" or "OpenAsync" or "OpenConnection" or "OpenConnectionAsync" } opener,
                }
                && (known.Database.IsConnection(opener.ContainingType)
                    || opener.ContainingType.Is(known.Database.DataSource)))
            {
                return true;
            }
        }

        return false;
    }
}
