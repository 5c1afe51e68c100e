using System.Text.Json;
using Leasehold.Payments.Cards;
using Leasehold.ServiceDefaults.Texts;

namespace Leasehold.Payments.Gateway;

/// <summary>The gateway's own words about a refusal, as a customer may read them.</summary>
internal static class GatewayText
{
    /// <summary>The width of the columns too.</summary>
    public const int MaxLength = 300;

    // More is never shown, and need not be looked at.
    private const int MaxRead = 4 * MaxLength;

    /// <summary>The message of an answer, or the detail of a problem; null where there is neither.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="secret">The card token, which is taken out.</param>
    public static string? Of(ReadOnlySpan<byte> body, string? secret)
    {
        try
        {
            return JsonSerializer.Deserialize(body, GatewayJson.Default.GatewayProblem) is { } said
                ? Clean(said.Message ?? said.Detail, secret)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Clean(string? text, string? secret)
    {
        if (text is null)
        {
            return null;
        }

        if (secret is { Length: > 0 })
        {
            text = text.Replace(secret, "[card_token]", StringComparison.OrdinalIgnoreCase);
        }

        // Masked before it is cut: half a number would not look like one.
        var shown = CardNumbers.Masked(PrintableText.Clean(text.AsSpan(0, Math.Min(text.Length, MaxRead)), MaxRead));
        var clean = PrintableText.Clean(shown, MaxLength);
        return clean.Length > 0 ? clean : null;
    }
}
