using System.Text;
using Leasehold.Payments.Cards;

namespace Leasehold.Payments.Gateway;

/// <summary>An answer's text as the log may keep it.</summary>
internal static class EvidenceText
{
    private const int MaxLength = 2000;

    public static string Of(ReadOnlySpan<byte> body, string? secret)
    {
        var text = Encoding.UTF8.GetString(body);
        if (secret is not null)
        {
            // A gateway that echoes the request must not bring the token into the log.
            text = text.Replace(secret, "[card_token]", StringComparison.OrdinalIgnoreCase);
        }

        // The length first: more is not kept, and need not be looked at.
        text = CardNumbers.Masked(Cut(text)).Replace('\0', ' ');
        return Cut(text);
    }

    // Never between the two halves of a character, which no database would take.
    private static string Cut(string text)
        => text.Length <= MaxLength ? text
            : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
