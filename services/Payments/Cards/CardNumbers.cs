using System.Text.RegularExpressions;

namespace Leasehold.Payments.Cards;

/// <summary>
/// Finds what looks like a card number in a text, so that it is refused before it is stored or logged.
/// </summary>
/// <remarks>
/// 13 to 19 digits that pass the Luhn check, in one run or in the groups printed on cards. Runs inside a hexadecimal
/// id are let through: one random id in a thousand has one.
/// </remarks>
internal static partial class CardNumbers
{
    private const int MinDigits = 13;

    public static bool LooksLikeOne(string? text)
    {
        if (text is null || text.Length < MinDigits || text.Count(char.IsAsciiDigit) < MinDigits)
        {
            return false;
        }

        foreach (var match in Runs().EnumerateMatches(text))
        {
            if (PassesLuhn(text.AsSpan(match.Index, match.Length)) && !IsTime(text.AsSpan(match.Index, match.Length))
                && !IsInHexadecimalId(text, match.Index, match.Length))
            {
                return true;
            }
        }

        foreach (var match in Groups().EnumerateMatches(text))
        {
            if (PassesLuhn(text.AsSpan(match.Index, match.Length)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with what looks like a card number taken out, for evidence that must be kept.</summary>
    public static string Masked(string text)
        => LooksLikeOne(text) ? Groups().Replace(Runs().Replace(text, "[number]"), "[number]") : text;

    // Source: ISO/IEC 7812-1, annex B.
    private static bool PassesLuhn(ReadOnlySpan<char> text)
    {
        var sum = 0;
        var isDoubled = false;
        for (var index = text.Length - 1; index >= 0; index--)
        {
            if (!char.IsAsciiDigit(text[index]))
            {
                continue;
            }

            var digit = text[index] - '0';
            sum += isDoubled ? (digit * 2 / 10) + (digit * 2 % 10) : digit;
            isDoubled = !isDoubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>
    /// Order numbers are often made of a date or of the clock (milli-, micro- or nanoseconds since 1970). No issuer
    /// has numbers that start like these, and one in ten of them passes the Luhn check by chance.
    /// </summary>
    private static bool IsTime(ReadOnlySpan<char> run)
    {
        var isDated = (run.StartsWith("20", StringComparison.Ordinal) || run.StartsWith("19", StringComparison.Ordinal))
            && int.Parse(run.Slice(4, 2)) is >= 1 and <= 12
            && int.Parse(run.Slice(6, 2)) is >= 1 and <= 31;
        return isDated || (run.Length is 13 or 16 or 19 && run[0] == '1' && run[1] >= '5');
    }

    /// <summary>Whether the digits are part of a random id: a word of hexadecimal digits, letters among them.</summary>
    private static bool IsInHexadecimalId(string text, int start, int length)
    {
        var (wordStart, wordLength) = Around(text, start, length, static c => char.IsAsciiLetterOrDigit(c));
        var (idStart, idLength) = Around(text, start, length, static c => char.IsAsciiHexDigit(c));
        var letters = text.AsSpan(idStart, idLength).ToArray().Count(char.IsAsciiLetter);

        // A word before it may end in such a letter ("card4111…"), so one alone does not make an id of it.
        return letters > 1 || (letters == 1 && (idStart, idLength) == (wordStart, wordLength));
    }

    private static (int Start, int Length) Around(string text, int start, int length, Func<char, bool> belongs)
    {
        var end = start + length;
        while (start > 0 && belongs(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return (start, end - start);
    }

    [GeneratedRegex(@"(?<![0-9])[0-9]{13,19}(?![0-9])", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Runs();

    [GeneratedRegex(
        @"(?<![0-9A-Za-z])[0-9]{4}(?<s>[ \-._:])"
        + @"(?:[0-9]{4}\k<s>[0-9]{4}\k<s>[0-9]{1,7}|[0-9]{6}\k<s>[0-9]{4,5})(?![0-9A-Za-z])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        100)]
    private static partial Regex Groups();
}
