using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Leasehold.ServiceDefaults.Texts;

/// <summary>
/// Text of any script that every database keeps as it is and every reader sees as it is: no control characters, no
/// half of a surrogate pair, nothing invisible that changes its neighbours.
/// </summary>
/// <remarks>Thread-safe. Lengths are in Unicode characters, as the columns count them, not in UTF-16 units.</remarks>
public static class PrintableText
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Whether it is 1 to so many printable characters without white space at either end.</summary>
    /// <param name="text">A name, a number, an id.</param>
    /// <param name="maxLength">The most characters it may have.</param>
    public static bool IsName([NotNullWhen(true)] string? text, int maxLength)
        => !string.IsNullOrEmpty(text) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1])
            && IsPrintable(text, maxLength);

    /// <summary>Whether it is at most so many printable characters.</summary>
    /// <param name="text">A text for people.</param>
    /// <param name="maxLength">The most characters it may have.</param>
    public static bool IsPrintable(ReadOnlySpan<char> text, int maxLength)
    {
        // The length first: a character has at most two units, so nothing longer has to be looked at.
        if (text.Length > 2L * maxLength)
        {
            return false;
        }

        if (!text.ContainsAnyExceptInRange(' ', '~'))
        {
            return text.Length <= maxLength;
        }

        var length = 0;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var units) != OperationStatus.Done || !IsPrintable(rune)
                || ++length > maxLength)
            {
                return false;
            }

            text = text[units..];
        }

        return true;
    }

    /// <summary>
    /// A text from elsewhere as it may be kept and shown: what is not printable becomes a blank, blanks are not
    /// repeated, and it ends after so many characters.
    /// </summary>
    /// <param name="text">The text, of any length.</param>
    /// <param name="maxLength">The most characters that are kept.</param>
    /// <returns>The text; empty where nothing of it can be shown.</returns>
    public static string Clean(ReadOnlySpan<char> text, int maxLength)
    {
        var clean = new StringBuilder();
        var (length, isBlankDue) = (0, false);
        while (!text.IsEmpty && length < maxLength)
        {
            var isWhole = Rune.DecodeFromUtf16(text, out var rune, out var units) == OperationStatus.Done;
            text = text[units..];
            if (!isWhole || !IsPrintable(rune) || Rune.IsWhiteSpace(rune))
            {
                isBlankDue = length > 0;
                continue;
            }

            if (isBlankDue && ++length < maxLength)
            {
                clean.Append(' ');
            }

            if (length < maxLength)
            {
                clean.Append(rune.ToString());
                length++;
            }

            isBlankDue = false;
        }

        return clean.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Surrogate => false,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,

        // Marks that turn the direction or hide: two texts would look alike. The two joiners are part of words.
        UnicodeCategory.Format => rune.Value is ZeroWidthNonJoiner or ZeroWidthJoiner,

        // A later Unicode's characters are unassigned to this runtime, but not what is no character for ever.
        UnicodeCategory.OtherNotAssigned => (rune.Value & 0xFFFE) != 0xFFFE
            && rune.Value is not (>= 0xFDD0 and <= 0xFDEF),
        _ => true,
    };
}
