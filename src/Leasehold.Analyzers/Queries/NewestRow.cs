using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>By which property the newest row of an entity can be found.</summary>
internal static class NewestRow
{
    /// <summary>The time of creation, and the key that breaks ties; either may be missing.</summary>
    public static (string? Time, string? Key) Of(ITypeSymbol entity, UniqueKeys keys)
    {
        var properties = Properties(entity).ToList();
        return (Time(properties), Key(properties, keys.Of(entity)));
    }

    private static string? Time(List<IPropertySymbol> properties)
    {
        var times = properties.Where(static p => IsTime(p.Type)).Select(static p => p.Name).ToList();
        return times.Find(static n => n.StartsWith("Created", StringComparison.Ordinal))
            ?? times.Find(static n => n is "Timestamp")
            ?? (times.Count == 1 ? times[0] : null);
    }

    /// <summary>A number that grows; a random identifier has no newest.</summary>
    private static string? Key(List<IPropertySymbol> properties, IReadOnlyList<HashSet<string>> keys)
        => properties.Find(p => p.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64
            && keys.Any(k => k.Count == 1 && k.Contains(p.Name)))?.Name;

    private static bool IsTime(ITypeSymbol type)
        => type.SpecialType == SpecialType.System_DateTime
            || type.ToDisplayString() == "System.DateTimeOffset";

    private static IEnumerable<IPropertySymbol> Properties(ITypeSymbol entity)
    {
        for (var type = entity; type is not null; type = type.BaseType)
        {
            foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public })
                {
                    yield return property;
                }
            }
        }
    }
}
