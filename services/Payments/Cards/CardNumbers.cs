using System.Buffers;
using System.Globalization;
using System.Text;

namespace Leasehold.Payments.Cards;

/// <summary>
/// Finds what looks like a card number in a text, so that it is refused before it is stored or logged.
/// </summary>
/// <remarks>
/// 13 to 19 digits that pass the Luhn check, in one run or in the groups printed on cards, in the digits of any script.
/// Runs inside a hexadecimal id are let through: one random id in a thousand has one. One pass over the text, whatever
/// it is: no pattern that could be made to run for long.
/// </remarks>
internal static class CardNumbers
{
    private const int MinDigits = 13;
    private const int MaxDigits = 19;

    /// <summary>No id is longer; beyond it a word is not looked at, so that no text takes long.</summary>
    private const int MaxIdLength = 128;

    private const string Mask = "[number]";

    private static readonly SearchValues<char> Separators =
        SearchValues.Create(" -._:\u00A0\u2010\u2011\u2012\u2013\u2014\u3000\uFF0D");

    public static bool LooksLikeOne(string? text)
    {
        if (text is null || text.Length < MinDigits || CountOf(text, IsDigit) < MinDigits)
        {
            return false;
        }

        for (var at = 0; at < text.Length;)
        {
            var (length, isRun) = CandidateAt(text, at);
            if (length > 0 && IsCard(text, at, length, isRun))
            {
                return true;
            }

            at = NextAt(text, at);
        }

        return false;
    }

    /// <summary>The text with what looks like a card number taken out, for evidence that must be kept.</summary>
    public static string Masked(string text)
    {
        if (!LooksLikeOne(text))
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (length, _) = CandidateAt(text, at);
            var next = length > 0 ? at + length : NextAt(text, at);
            masked.Append(length > 0 ? Mask : text.AsSpan(at, next - at));
            at = next;
        }

        return masked.ToString();
    }

    private static bool IsDigit(char c) => char.IsDigit(c);

    private static int CountOf(ReadOnlySpan<char> text, Func<char, bool> belongs)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += belongs(c) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The end of the run of digits here, or the next character where there is none.</summary>
    private static int NextAt(ReadOnlySpan<char> text, int at) => at + Math.Max(1, RunAt(text, at));

    private static int RunAt(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && IsDigit(text[end]))
        {
            end++;
        }

        return end - at;
    }

    /// <summary>The length of what may be a card number, where a run of digits begins; 0 for none.</summary>
    private static (int Length, bool IsRun) CandidateAt(ReadOnlySpan<char> text, int at)
    {
        var run = RunAt(text, at);
        return run is >= MinDigits and <= MaxDigits ? (run, true)
            : run == 4 && (at == 0 || !char.IsAsciiLetter(text[at - 1])) ? (GroupsAt(text, at), false)
            : (0, false);
    }

    // 4-4-4-(1 to 7), or 4-6-(4 to 5), with one separator throughout.
    private static int GroupsAt(ReadOnlySpan<char> text, int start)
    {
        var at = start + 4;
        if (at >= text.Length || !Separators.Contains(text[at]))
        {
            return 0;
        }

        var separator = text[at];
        var second = RunAt(text, at + 1);
        at += 1 + second;
        if (second is not (4 or 6) || !IsAt(text, at, separator))
        {
            return 0;
        }

        var third = RunAt(text, at + 1);
        at += 1 + third;
        if (second == 6)
        {
            return third is 4 or 5 && EndsAt(text, at) ? at - start : 0;
        }

        if (third != 4 || !IsAt(text, at, separator))
        {
            return 0;
        }

        var fourth = RunAt(text, at + 1);
        at += 1 + fourth;
        return fourth is >= 1 and <= 7 && EndsAt(text, at) ? at - start : 0;
    }

    private static bool IsAt(ReadOnlySpan<char> text, int at, char separator)
        => at < text.Length && text[at] == separator;

    private static bool EndsAt(ReadOnlySpan<char> text, int at) => at == text.Length || !char.IsAsciiLetter(text[at]);

    private static bool IsCard(string text, int start, int length, bool isRun)
    {
        Span<char> digits = stackalloc char[length];
        var count = 0;
        foreach (var c in text.AsSpan(start, length))
        {
            if (IsDigit(c))
            {
                digits[count++] = (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c));
            }
        }

        digits = digits[..count];
        return PassesLuhn(digits) && !(isRun && (IsTime(digits) || IsInHexadecimalId(text, start, length)));
    }

    // Source: ISO/IEC 7812-1, annex B.
    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        var isDoubled = false;
        for (var index = digits.Length - 1; index >= 0; index--)
        {
            var digit = digits[index] - '0';
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
            && int.Parse(run.Slice(4, 2), CultureInfo.InvariantCulture) is >= 1 and <= 12
            && int.Parse(run.Slice(6, 2), CultureInfo.InvariantCulture) is >= 1 and <= 31;
        return isDated || (run.Length is 13 or 16 or 19 && run[0] == '1' && run[1] >= '5');
    }

    /// <summary>Whether the digits are part of a random id: a word of hexadecimal digits, letters among them.</summary>
    private static bool IsInHexadecimalId(string text, int start, int length)
    {
        var (wordStart, wordLength) = Around(text, start, length, static c => char.IsAsciiLetterOrDigit(c));
        var (idStart, idLength) = Around(text, start, length, static c => char.IsAsciiHexDigit(c));
        var letters = CountOf(text.AsSpan(idStart, idLength), char.IsAsciiLetter);

        // A word before it may end in such a letter ("card4111…"), so one alone does not make an id of it.
        return letters > 1 || (letters == 1 && (idStart, idLength) == (wordStart, wordLength));
    }

    private static (int Start, int Length) Around(string text, int start, int length, Func<char, bool> belongs)
    {
        var end = start + length;
        var (first, last) = (Math.Max(0, start - MaxIdLength), Math.Min(text.Length, end + MaxIdLength));
        while (start > first && belongs(text[start - 1]))
        {
            start--;
        }

        while (end < last && belongs(text[end]))
        {
            end++;
        }

        return (start, end - start);
    }
}
