using System.Buffers;
using System.Text.RegularExpressions;

namespace Leasehold.Payments.Cards;

/// <summary>Finds what looks like a card number in a text, so that it is refused before it is stored or logged.</summary>
/// <remarks>
/// 13 to 19 digits that pass the Luhn check, in one run or in the groups printed on cards. Runs inside a hexadecimal
/// id are let through: otherwise one random id in a thousand would be refused.
/// </remarks>
internal static partial class CardNumbers
{
    private const int MinDigits = 13;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool LooksLikeOne(string? text)
    {
        if (text is null || text.Length < MinDigits || text.Count(char.IsAsciiDigit) < MinDigits)
        {
            return false;
        }

        foreach (var match in Runs().EnumerateMatches(text))
        {
            if (PassesLuhn(text.AsSpan(match.Index, match.Length)) && !IsDated(text.AsSpan(match.Index, match.Length))
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

    /// <summary>Order numbers often start with a date; no issuer has numbers that start with 19 or 20.</summary>
    private static bool IsDated(ReadOnlySpan<char> run)
        => (run.StartsWith("20", StringComparison.Ordinal) || run.StartsWith("19", StringComparison.Ordinal))
            && int.Parse(run.Slice(4, 2)) is >= 1 and <= 12
            && int.Parse(run.Slice(6, 2)) is >= 1 and <= 31;

    private static bool IsInHexadecimalId(string text, int start, int length)
    {
        var end = start + length;
        while (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        var word = text.AsSpan(start, end - start);
        return word.Length is 32 or 40 or 64 && !word.ContainsAnyExcept(Hexadecimal)
            && word.ContainsAnyExceptInRange('0', '9');
    }

    [GeneratedRegex(@"(?<![0-9])[0-9]{13,19}(?![0-9])", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Runs();

    [GeneratedRegex(
        @"(?<![0-9])[0-9]{4}(?<s>[ \-._:])(?:[0-9]{4}\k<s>[0-9]{4}\k<s>[0-9]{1,7}|[0-9]{6}\k<s>[0-9]{4,5})(?![0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        100)]
    private static partial Regex Groups();
}
