using System.Security.Cryptography;
using System.Text;
using Leasehold.ServiceDefaults.Startup;

namespace Leasehold.Payments.Webhooks;

/// <summary>The key that webhooks are signed with.</summary>
/// <remarks>Thread-safe. Source: Standard Webhooks, "Signature scheme".</remarks>
internal sealed class WebhookSecret
{
    /// <summary>Marks a secret whose rest is the key in base64; any other is the key's text itself.</summary>
    private const string Prefix = "whsec_";

    private readonly byte[]? _key;

    private WebhookSecret(byte[]? key) => _key = key;

    /// <summary>Reads the setting.</summary>
    /// <exception cref="ServiceStartException">
    /// It is empty outside Development, or no base64 where it says so.
    /// </exception>
    public static WebhookSecret Read(string? text, bool mayBeEmpty)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return mayBeEmpty
                ? new WebhookSecret(null)
                : throw new ServiceStartException(
                    $"{PaymentsSettings.WebhookSecretKey} is empty: set PAYMENT_WEBHOOK_SECRET. "
                    + "Only Development starts without.");
        }

        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new WebhookSecret(Encoding.UTF8.GetBytes(text));
        }

        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length > 0
            ? new WebhookSecret(key[..length])
            : throw new ServiceStartException(
                $"{PaymentsSettings.WebhookSecretKey} (PAYMENT_WEBHOOK_SECRET) begins with {Prefix}, "
                + "so its rest must be base64.");
    }

    /// <summary>Whether there is none, so that every webhook is refused.</summary>
    public bool IsEmpty => _key is null;

    /// <summary>The signature of a message; null where there is no secret, so that nothing is ever genuine.</summary>
    public byte[]? Sign(ReadOnlySpan<byte> message) => _key is null ? null : HMACSHA256.HashData(_key, message);
}
