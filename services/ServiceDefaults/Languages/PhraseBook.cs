using System.Globalization;
using System.Text;

namespace Leasehold.ServiceDefaults.Languages;

/// <summary>Texts that are made in English far from the request, and what they are in Korean.</summary>
/// <remarks>
/// Immutable. A text may have places, <c>{0}</c> and so on, in both languages; what fills one is looked up as well.
/// Sentences are built so that no particle depends on what fills a place.
/// </remarks>
public sealed class PhraseBook
{
    private const int MaxPlaces = 4;

    private readonly Dictionary<string, string> _whole = new(StringComparer.Ordinal);
    private readonly List<(string[] Parts, string Korean)> _patterns = [];

    /// <summary>A book of these phrases.</summary>
    /// <param name="phrases">The phrases; of two that fit, the earlier counts.</param>
    public PhraseBook(IEnumerable<Phrase> phrases)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        foreach (var (english, korean) in phrases)
        {
            var parts = PartsOf(english);
            if (parts.Length == 1)
            {
                _whole[english] = korean;
            }
            else
            {
                _patterns.Add((parts, korean));
            }
        }
    }

    /// <summary>The Korean of a text; null when the book does not have it.</summary>
    /// <param name="english">The text.</param>
    public string? Find(string english)
    {
        ArgumentNullException.ThrowIfNull(english);
        if (_whole.TryGetValue(english, out var korean))
        {
            return korean;
        }

        foreach (var (parts, pattern) in _patterns)
        {
            if (Match(parts, english) is { } found)
            {
                return Fill(pattern, found);
            }
        }

        return null;
    }

    private static string[] PartsOf(string english)
    {
        var parts = new List<string>();
        var rest = english;
        for (var place = 0; place < MaxPlaces; place++)
        {
            var mark = Mark(place);
            var at = rest.IndexOf(mark, StringComparison.Ordinal);
            if (at < 0)
            {
                break;
            }

            parts.Add(rest[..at]);
            rest = rest[(at + mark.Length)..];
        }

        return [.. parts, rest];
    }

    // Each place ends where what follows it begins; the last part ends the text.
    private static List<string>? Match(string[] parts, string text)
    {
        if (!text.StartsWith(parts[0], StringComparison.Ordinal) || !text.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return null;
        }

        var found = new List<string>();
        var at = parts[0].Length;
        for (var i = 1; i < parts.Length; i++)
        {
            var end = i == parts.Length - 1
                ? text.Length - parts[i].Length
                : text.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (end < at)
            {
                return null;
            }

            found.Add(text[at..end]);
            at = end + parts[i].Length;
        }

        return found;
    }

    private string Fill(string pattern, List<string> found)
    {
        var text = new StringBuilder(pattern);
        for (var place = 0; place < found.Count; place++)
        {
            text.Replace(Mark(place), Find(found[place]) ?? found[place]);
        }

        return text.ToString();
    }

    private static string Mark(int place) => $"{{{place.ToString(CultureInfo.InvariantCulture)}}}";
}
