using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Languages;

/// <summary>Picks the language of an answer.</summary>
public static class AcceptedLanguage
{
    /// <summary>
    /// The one of ours that Accept-Language rates highest; the setting <c>MESSAGE_LANGUAGE</c> where it names neither.
    /// </summary>
    /// <param name="context">The request.</param>
    public static Language GetLanguage(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var best = context.RequestServices?.GetService<IOptions<MessageOptions>>()?.Value.Language is { } words
            && TryRead(words, out var configured) ? configured : Language.English;
        if (context.Request.Headers.AcceptLanguage.Count == 0)
        {
            return best;
        }

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
