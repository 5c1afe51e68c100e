using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>Whether the WHERE of an SQL text names one row.</summary>
internal static class SqlKeys
{
    /// <summary>Whether it does; null when nothing here says which keys the table has.</summary>
    public static bool? Identify(SqlQuery query, ITypeSymbol? row, UniqueKeys keys)
    {
        if (keys.Schema.Of(query.Table) is { } made)
        {
            var compared = query.ComparedColumns();
            return made.Any(key => key.IsSubsetOf(compared));
        }

        var columns = new HashSet<string>(query.ComparedColumns().Select(Plain), StringComparer.OrdinalIgnoreCase);
        return columns.Any(column => IsIdOf(query.Table, column))
            || (row is { SpecialType: SpecialType.None }
                && keys.Of(row).Any(key => key.All(n => columns.Contains(Plain(n))))) ? true : null;
    }

    /// <summary>"id", or "order_id" in a table "orders".</summary>
    private static bool IsIdOf(string table, string column)
        => column.Equals("id", StringComparison.OrdinalIgnoreCase)
            || (column.Length > 2
                && column.EndsWith("id", StringComparison.OrdinalIgnoreCase)
                && Plain(table).StartsWith(column.Substring(0, column.Length - 2), StringComparison.OrdinalIgnoreCase));

    private static string Plain(string name) => name.Replace("_", "");
}
