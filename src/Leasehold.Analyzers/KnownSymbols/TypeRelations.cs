using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Questions about how types relate, which the symbol model does not answer in one call.</summary>
internal static class TypeRelations
{
    /// <summary>Whether it is the type, derives from it or implements it; generic types in any construction.</summary>
    public static bool Is(this ITypeSymbol? type, INamedTypeSymbol? target)
    {
        if (type is null || target is null)
        {
            return false;
        }

        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.Any(constraint => constraint.Is(target));
        }

        for (var current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, target))
            {
                return true;
            }
        }

        return target.TypeKind == TypeKind.Interface
            && type.AllInterfaces.Any(face => SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, target));
    }

    /// <inheritdoc cref="Is"/>
    public static bool IsAny(this ITypeSymbol? type, ImmutableArray<INamedTypeSymbol> targets)
    {
        foreach (var target in targets)
        {
            if (type.Is(target))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type that awaiting gives; the type itself when it is no task.</summary>
    public static ITypeSymbol? Awaited(this ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1, Name: "Task" or "ValueTask" } task
        && task.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks"
            ? task.TypeArguments[0]
            : type;

    /// <summary>The type, its bases and its interfaces.</summary>
    public static IEnumerable<ITypeSymbol> AndItsBases(this ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }

        foreach (var face in type.AllInterfaces)
        {
            yield return face;
        }
    }
}
