using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Leasehold.Payments.Webhooks;

/// <summary>Tells a genuine, fresh webhook from any other.</summary>
/// <remarks>
/// Thread-safe. Source: Standard Webhooks: HMAC-SHA256 over <c>id.timestamp.body</c>, base64, after <c>v1,</c>; several
/// signatures are separated by spaces, so that a secret can be changed.
/// </remarks>
internal sealed class WebhookSignature(WebhookSecret secret, TimeProvider time)
{
    public const int MaxIdLength = 255;

    private const string Scheme = "v1,";

    /// <summary>More signatures than any change of secrets needs are not looked at.</summary>
    private const int MaxSignatures = 10;

    /// <summary>How far the sender's clock and the way may be off. Source: Standard Webhooks' libraries.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The webhook's id, if body and headers are signed with the secret, now.</summary>
    public string? TryRead(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        if (!TryReadOne(headers["Webhook-Id"], out var id) || id.Length > MaxIdLength
            || !TryReadOne(headers["Webhook-Timestamp"], out var timestamp)
            || !TryReadOne(headers["Webhook-Signature"], out var signatures)
            || !IsFresh(timestamp))
        {
            return null;
        }

        byte[] message = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var isGenuine = false;
        foreach (var expected in secret.Sign(message))
        {
            isGenuine |= IsAmong(signatures, expected);
        }

        return isGenuine ? id : null;
    }

    private static bool TryReadOne(StringValues values, out string value)
    {
        value = values is [{ Length: > 0 } one] ? one : "";
        return value.Length > 0 && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
    }

    private bool IsFresh(string timestamp)
        => long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= (long)Tolerance.TotalSeconds;

    // Every one is compared, in constant time: neither a match's place nor its length may show.
    private static bool IsAmong(string signatures, ReadOnlySpan<byte> expected)
    {
        var isGenuine = false;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var signature in signatures.Split(' ', MaxSignatures, StringSplitOptions.RemoveEmptyEntries))
        {
            isGenuine |= signature.StartsWith(Scheme, StringComparison.Ordinal)
                && Convert.TryFromBase64String(signature[Scheme.Length..], given, out var length)
                && length == given.Length
                && CryptographicOperations.FixedTimeEquals(given, expected);
        }

        return isGenuine;
    }
}
