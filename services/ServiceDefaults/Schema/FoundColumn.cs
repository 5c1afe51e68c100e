namespace Leasehold.ServiceDefaults.Schema;

/// <summary>A column that is there.</summary>
/// <param name="Type">Its type in the database's words.</param>
/// <param name="Kind">What it holds.</param>
internal readonly record struct FoundColumn(string Type, ColumnKind Kind)
{
    public static FoundColumn Of(string type)
    {
        var name = type.ToUpperInvariant();
        return new FoundColumn(
            type,
            Has("INTERVAL", "POINT") ? ColumnKind.Other
            : Has("INT") ? ColumnKind.WholeNumber
            : Has("CHAR", "TEXT") ? ColumnKind.Text
            : Has("DOUBLE", "REAL", "FLOAT", "NUMERIC", "DECIMAL") ? ColumnKind.Fraction
            : ColumnKind.Other);

        bool Has(params ReadOnlySpan<string> words)
        {
            foreach (var word in words)
            {
                if (name.Contains(word, StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
