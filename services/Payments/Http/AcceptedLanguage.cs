namespace Leasehold.Payments.Http;

/// <summary>Picks the language a caller asked for.</summary>
internal static class AcceptedLanguage
{
    /// <summary>The one of ours that Accept-Language rates highest; English when it names neither.</summary>
    public static Language GetLanguage(this HttpContext context)
    {
        if (context.Request.Headers.AcceptLanguage.Count == 0)
        {
            return Language.English;
        }

        var best = Language.English;
        var bestQuality = 0.0;
        foreach (var entry in context.Request.GetTypedHeaders().AcceptLanguage)
        {
            var quality = entry.Quality ?? 1;
            if (quality > bestQuality && TryRead(entry.Value.AsSpan(), out var language))
            {
                (best, bestQuality) = (language, quality);
            }
        }

        return best;
    }

    private static bool TryRead(ReadOnlySpan<char> tag, out Language language)
    {
        var dash = tag.IndexOf('-');
        var primary = dash < 0 ? tag : tag[..dash];
        language = primary.Equals("ko", StringComparison.OrdinalIgnoreCase) ? Language.Korean : Language.English;
        return language == Language.Korean || primary.Equals("en", StringComparison.OrdinalIgnoreCase);
    }
}
