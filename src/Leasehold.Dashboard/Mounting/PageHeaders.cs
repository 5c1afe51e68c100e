using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard;

/// <summary>What the browser is told about every answer: nothing from elsewhere, in no one's frame, kept by nobody.</summary>
internal static class PageHeaders
{
    // Styles inline: MudBlazor writes its theme and its positions so.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";

        // Not "no-referrer": browsers then hide the origin of our own forms, by which SameOrigin knows them.
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
