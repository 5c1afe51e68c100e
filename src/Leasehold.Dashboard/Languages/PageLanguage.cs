using Microsoft.AspNetCore.Http;

namespace Leasehold.Dashboard;

/// <summary>The language that a page is written in.</summary>
/// <remarks>Of the one page only: the application's cultures and its own choice of them are not looked at.</remarks>
internal static class PageLanguage
{
    public const string English = "en";
    public const string Korean = "ko";

    /// <summary>The one of ours that Accept-Language rates highest; English when it names neither.</summary>
    public static string Of(HttpRequest request)
    {
        if (request.Headers.AcceptLanguage.Count == 0)
        {
            return English;
        }

        var (best, bestQuality) = (English, 0.0);
        foreach (var entry in request.GetTypedHeaders().AcceptLanguage)
        {
            var quality = entry.Quality ?? 1;
            var primary = entry.Value.ToString().Split('-')[0].ToLowerInvariant();
            if (quality > bestQuality && primary is English or Korean)
            {
                (best, bestQuality) = (primary, quality);
            }
        }

        return best;
    }
}
