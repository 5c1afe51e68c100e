using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Leasehold.ServiceDefaults.Http;

/// <summary>Reads and writes one value of a path, whatever characters it has.</summary>
public static class PathText
{
    private const string EncodedSlash = "%2F";

    /// <summary>The value percent-encoded, so that a path and a header can hold it.</summary>
    /// <param name="value">The value.</param>
    public static string Encode(string value) => Uri.EscapeDataString(value);

    /// <summary>
    /// The value that a caller percent-encoded. The server decodes a path but for an encoded slash, so that a value
    /// with a slash and one with the text "%2F" arrive alike; what was sent tells them apart.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="routeValue">The value as routing found it.</param>
    public static string Decode(HttpRequest request, string routeValue)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(routeValue);
        if (!routeValue.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase))
        {
            return routeValue;
        }

        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var query = target.IndexOf('?', StringComparison.Ordinal);
        foreach (var segment in (query < 0 ? target : target[..query]).Split('/'))
        {
            if (string.Equals(AsTheServerDoes(segment), routeValue, StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(segment);
            }
        }

        return routeValue.Replace(EncodedSlash, "/", StringComparison.OrdinalIgnoreCase);
    }

    // Slashes are kept from decoding by encoding their percent sign once more.
    private static string AsTheServerDoes(string segment)
        => Uri.UnescapeDataString(segment
            .Replace("%2F", "%252F", StringComparison.Ordinal)
            .Replace("%2f", "%252f", StringComparison.Ordinal));
}
