using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>The table and the columns that an entity's attributes name.</summary>
internal static class TableMapping
{
    public static string Table(ITypeSymbol entity)
        => Named(entity, "TableAttribute") ?? entity.Name;

    /// <summary>The properties behind columns; null when one of them has none.</summary>
    public static HashSet<string>? Properties(ITypeSymbol entity, HashSet<string> columns)
    {
        var properties = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var property = entity.GetMembers()
                .FirstOrDefault(m => m is IPropertySymbol && IsColumn(m, column));
            if (property is null)
            {
                return null;
            }

            properties.Add(property.Name);
        }

        return properties;
    }

    private static bool IsColumn(ISymbol property, string column)
        => string.Equals(
            (Named(property, "ColumnAttribute") ?? property.Name).Replace("_", ""),
            column.Replace("_", ""),
            StringComparison.OrdinalIgnoreCase);

    private static string? Named(ISymbol symbol, string attribute)
    {
        foreach (var found in symbol.GetAttributes())
        {
            if (found.AttributeClass?.Name == attribute)
            {
                return found.ConstructorArguments.Select(static a => a.Value).OfType<string>().FirstOrDefault()
                    ?? found.NamedArguments
                        .Where(static a => a.Key == "Name")
                        .Select(static a => a.Value.Value as string)
                        .FirstOrDefault();
            }
        }

        return null;
    }
}
