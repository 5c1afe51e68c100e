using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;

namespace Leasehold.Simulators.PaymentGateway.Http;

/// <summary>The rules for the Idempotency-Key header and for merchant_uid, which are the same.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    private const int MaxLength = 255;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");

    public static bool IsWellFormed([NotNullWhen(true)] string? key) =>
        key is { Length: > 0 and <= MaxLength } && !key.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>False when the header is malformed or sent twice; a missing one is a null key.</summary>
    public static bool TryRead(HttpContext context, out string? key)
    {
        StringValues values = context.Request.Headers[Header];
        key = values.Count == 1 ? values[0] : null;
        return values.Count == 0 || IsWellFormed(key);
    }
}
