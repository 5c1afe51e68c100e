using System.Buffers;

namespace Leasehold.Staging;

/// <summary>Text from elsewhere, made such that every database stores it.</summary>
/// <remarks>
/// PostgreSQL refuses a NUL, and no driver can encode half of a surrogate pair: the write would be rolled back, and
/// what the text was to explain lost with it.
/// </remarks>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0xD800, 0x800).Select(static c => (char)c), '\0']);

    /// <summary>The text, at most so long, and never cut inside a pair.</summary>
    public static string Fit(string text, int longest)
    {
        if (text.Length > longest)
        {
            text = text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
        }

        return text.AsSpan().ContainsAny(Suspects) ? string.Create(text.Length, text, Mend) : text;
    }

    private static void Mend(Span<char> mended, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                mended[i] = text[i];
                mended[i + 1] = text[++i];
                continue;
            }

            mended[i] = text[i] == '\0' || char.IsSurrogate(text[i]) ? Replacement : text[i];
        }
    }
}
