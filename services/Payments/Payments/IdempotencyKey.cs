using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Leasehold.Payments.Cards;
using Leasehold.Payments.Http;

namespace Leasehold.Payments.Payments;

/// <summary>The caller's key of one operation. Case-sensitive.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");

    public static bool IsWellFormed([NotNullWhen(true)] string? key)
        => key is { Length: >= 1 and <= MaxLength } && !key.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>Reads the header; a missing one is a null key, which the route may refuse.</summary>
    public static Refusal? TryRead(HttpRequest request, out string? key)
    {
        var values = request.Headers[Header];
        key = null;
        if (values.Count == 0)
        {
            return null;
        }

        if (values is not [{ } value] || !IsWellFormed(value))
        {
            return Refusals.KeyMalformed;
        }

        if (CardNumbers.LooksLikeOne(value))
        {
            return Refusals.CardNumber;
        }

        key = value;
        return null;
    }
}
