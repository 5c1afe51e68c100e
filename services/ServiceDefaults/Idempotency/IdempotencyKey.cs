using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Leasehold.ServiceDefaults.Idempotency;

/// <summary>The caller's key of one operation, in the header Idempotency-Key. Case-sensitive.</summary>
public static class IdempotencyKey
{
    /// <summary>The header's name.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The longest key, in characters; the shortest has one.</summary>
    public const int MaxLength = 255;

    /// <summary>A key as a regular expression, for people and generated clients.</summary>
    public const string Pattern = "^[A-Za-z0-9_.:~-]+$";

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");

    /// <summary>Whether it is 1 to 255 of the characters that a key may have.</summary>
    /// <param name="key">A key.</param>
    public static bool IsWellFormed([NotNullWhen(true)] string? key)
        => key is { Length: >= 1 and <= MaxLength } && !key.AsSpan().ContainsAnyExcept(Characters);

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

        if (values is not [{ } value] || !IsWellFormed(value))
        {
            return false;
        }

        key = value;
        return true;
    }
}
