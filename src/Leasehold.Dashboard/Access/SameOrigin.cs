using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard;

/// <summary>Tells the dashboard's own page from other pages that make the operator's browser call it.</summary>
/// <remarks>
/// A browser names the page's origin with every WebSocket and every POST, and a page cannot change it. So no other
/// page opens a connection, and whatever is done over one was asked for on the dashboard.
/// </remarks>
internal static class SameOrigin
{
    public const string Refusal = "The dashboard takes requests of its own page only.";

    public static bool Allows(HttpRequest request)
    {
        if (request.Headers.Origin.Count == 0)
        {
            // Browsers leave it out only where nothing can be changed: plain GETs of the same site, and navigation.
            return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
                || request.Headers["Sec-Fetch-Site"].Count == 0;
        }

        return request.Headers.Origin is [{ } origin]
            && Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && Uri.TryCreate($"{uri.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
            && uri.Port == own.Port
            && string.Equals(uri.IdnHost, own.IdnHost, StringComparison.OrdinalIgnoreCase);
    }
}
