using Microsoft.Net.Http.Headers;

namespace Leasehold.Payments.Settlements;

/// <summary>Reads Accept.</summary>
internal static class SettlementFormats
{
    public const string JsonLines = "application/x-ndjson";
    public const string Csv = "text/csv";

    /// <summary>The form that Accept rates highest, JSON lines where it rates both alike; null for neither.</summary>
    public static SettlementFormat? Of(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0)
        {
            return SettlementFormat.JsonLines;
        }

        var accepted = request.GetTypedHeaders().Accept;
        var lines = QualityOf(accepted, JsonLines);
        var csv = QualityOf(accepted, Csv);
        return (lines, csv) switch
        {
            (0, 0) => null,
            _ => csv > lines ? SettlementFormat.Csv : SettlementFormat.JsonLines,
        };
    }

    // Of the ranges that a type falls in, the narrowest says how welcome it is. Source: RFC 9110, section 12.5.1.
    private static double QualityOf(IList<MediaTypeHeaderValue> accepted, string type)
    {
        var wanted = new MediaTypeHeaderValue(type);
        return accepted
            .Where(range => wanted.IsSubsetOf(range))
            .OrderBy(static range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(static range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
