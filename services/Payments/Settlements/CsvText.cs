using System.Buffers;
using System.Text;

namespace Leasehold.Payments.Settlements;

/// <summary>Writes CSV that every reader reads alike, and that no spreadsheet runs.</summary>
internal static class CsvText
{
    public const string LineEnd = "\r\n";

    // Source: RFC 4180. Quotes, commas and line ends need quoting.
    private static readonly SearchValues<char> Special = SearchValues.Create("\",\r\n");

    // What a spreadsheet takes for a formula at the start of a cell. Source: OWASP, "CSV Injection".
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n");

    /// <summary>Adds one field; text that could be taken for a formula gets an apostrophe before it.</summary>
    public static StringBuilder AddField(this StringBuilder line, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return line;
        }

        var safe = Formula.Contains(text[0]) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(Special)
            ? line.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
            : line.Append(safe);
    }
}
