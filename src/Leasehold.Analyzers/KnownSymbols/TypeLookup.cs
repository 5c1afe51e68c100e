using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Finds the types of a list that this compilation knows.</summary>
internal static class TypeLookup
{
    public static ImmutableArray<INamedTypeSymbol> Known(this Compilation compilation, params string[] names)
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>(names.Length);
        foreach (var name in names)
        {
            if (compilation.GetTypeByMetadataName(name) is { } type)
            {
                found.Add(type);
            }
        }

        return found.ToImmutable();
    }
}
