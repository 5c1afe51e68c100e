using System.Security.Cryptography;
using System.Text;
using Leasehold.ServiceDefaults.Startup;

namespace Leasehold.Payments.Webhooks;

/// <summary>The keys that webhooks are signed with: one, or two while the secret is being changed.</summary>
/// <remarks>Thread-safe. Source: Standard Webhooks, "Signature scheme" and "Secret rotation".</remarks>
internal sealed class WebhookSecret
{
    /// <summary>Marks a secret whose rest is the key in base64; any other is the key's text itself.</summary>
    private const string Prefix = "whsec_";

    /// <summary>The scheme, which some consoles write in front of the secret as of a signature.</summary>
    private const string Scheme = "v1";

    private const int MaxSecrets = 2;

    // Source: Standard Webhooks, "Signature scheme": between 24 and 64 bytes.
    private const int MinKeyBytes = 24;
    private const int MaxKeyBytes = 64;

    /// <summary>
    /// White space parts secrets. Text that is shorter than this belongs rather to a pass phrase with blanks, of which
    /// no word may do for the whole.
    /// </summary>
    private const int MinTextLength = 24;

    private readonly byte[][] _keys;

    private WebhookSecret(byte[][] keys) => _keys = keys;

    /// <summary>Reads the setting.</summary>
    /// <exception cref="ServiceStartException">
    /// It is empty outside Development, no base64 where it says so, or more than two secrets.
    /// </exception>
    public static WebhookSecret Read(string? text, bool mayBeEmpty)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return mayBeEmpty
                ? new WebhookSecret([])
                : throw new ServiceStartException(
                    $"{PaymentsSettings.WebhookSecretKey} is empty: set PAYMENT_WEBHOOK_SECRET. "
                    + "Only Development starts without.");
        }

        var secrets = Split(text);
        if (secrets.Length > MaxSecrets)
        {
            throw Refuse($"holds {secrets.Length} secrets; it takes one, or two separated by a blank.");
        }

        return secrets.Length > 1 && Array.Exists(
            secrets, static s => !s.StartsWith(Prefix, StringComparison.Ordinal) && s.Length < MinTextLength)
            ? throw Refuse(
                $"holds two secrets separated by white space, and one is shorter than {MinTextLength} characters.")
            : new WebhookSecret([.. secrets.SelectMany(KeysOf)]);
    }

    /// <summary>Whether there is none, so that every webhook is refused.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>
    /// The signatures of a message, one by each key; none where there is no secret, so that nothing is ever genuine.
    /// </summary>
    public IReadOnlyList<byte[]> Sign(ReadOnlySpan<byte> message)
    {
        var signatures = new byte[_keys.Length][];
        for (var i = 0; i < signatures.Length; i++)
        {
            signatures[i] = HMACSHA256.HashData(_keys[i], message);
        }

        return signatures;
    }

    // A comma parts secrets that begin with the prefix, since base64 has none; in any other text it is a character.
    private static string[] Split(string text)
        => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(static part => IsMarked(part)
                ? part.Split(',', StringSplitOptions.RemoveEmptyEntries).Where(static p => p != Scheme)
                : [part])];

    private static bool IsMarked(string part)
        => part.StartsWith(Prefix, StringComparison.Ordinal)
            || part.Contains($",{Prefix}", StringComparison.Ordinal);

    /// <summary>The key of a secret; two where it may be read either way.</summary>
    private static IEnumerable<byte[]> KeysOf(string secret)
    {
        if (secret.StartsWith("v1a,", StringComparison.Ordinal) || secret.StartsWith("whpk_", StringComparison.Ordinal)
            || secret.StartsWith("whsk_", StringComparison.Ordinal))
        {
            throw Refuse($"is a key of the asymmetric scheme (v1a); this service takes symmetric secrets, {Prefix}….");
        }

        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            // The specification's libraries take the prefix for optional, so such a text may be base64 all the same.
            return Decode(secret) is { Length: >= MinKeyBytes and <= MaxKeyBytes } meant
                ? [Encoding.UTF8.GetBytes(secret), meant]
                : [Encoding.UTF8.GetBytes(secret)];
        }

        return Decode(secret[Prefix.Length..]) is { Length: > 0 } key
            ? [key]
            : throw Refuse($"begins with {Prefix}, so its rest must be base64.");
    }

    // Padded or not, in either alphabet: the specification's libraries differ, and so do the consoles of senders.
    private static byte[]? Decode(string text)
    {
        var digits = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var key = new byte[digits.Length];
        return Convert.TryFromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '='), key, out var length)
            ? key[..length]
            : null;
    }

    private static ServiceStartException Refuse(string why)
        => new($"{PaymentsSettings.WebhookSecretKey} (PAYMENT_WEBHOOK_SECRET) {why}");
}
