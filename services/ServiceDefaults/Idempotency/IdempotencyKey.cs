using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Idempotency;

/// <summary>
/// The caller's key of one operation, in the header Idempotency-Key, bare or as a quoted string. Case-sensitive.
/// </summary>
public static class IdempotencyKey
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The longest key, in characters; the shortest has one.</summary>
    public const int MaxLength = 255;

    /// <summary>A key as a regular expression, for people and generated clients.</summary>
    public const string Pattern = "^[!-~]+$";

    private const char Quote = '"';
    private const char Escape = '\\';

    /// <summary>Whether it is 1 to 255 visible ASCII characters.</summary>
    /// <param name="key">A key.</param>
    public static bool IsWellFormed([NotNullWhen(true)] string? key)
        => key is { Length: >= 1 and <= MaxLength } && !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Reads the header; a missing one is a null key, which the route may refuse.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key; null where there is none.</param>
    /// <returns>False when it is malformed, or there are several.</returns>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        ArgumentNullException.ThrowIfNull(request);
        var values = request.Headers[Header];
        key = null;
        if (values.Count == 0)
        {
            return true;
        }

        var read = values is [{ } value] ? Unquoted(value) : null;
        if (!IsWellFormed(read))
        {
            return false;
        }

        key = read;
        return true;
    }

    // Source: draft-ietf-httpapi-idempotency-key-header, section 2.1: a string of RFC 8941, section 3.3.3, whose quotes
    // and escapes are not part of the key. Clients that send it bare are as many.
    private static string? Unquoted(string value)
    {
        if (value is not [Quote, ..])
        {
            return value;
        }

        if (value.Length is < 2 or > 2 + (2 * MaxLength) || value[^1] != Quote)
        {
            return null;
        }

        var key = new StringBuilder(value.Length);
        for (var i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == Escape)
            {
                i++;
                if (i == value.Length - 1 || value[i] is not (Quote or Escape))
                {
                    return null;
                }
            }
            else if (value[i] == Quote)
            {
                return null;
            }

            key.Append(value[i]);
        }

        return key.ToString();
    }
}
