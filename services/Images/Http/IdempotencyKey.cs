using System.Buffers;

namespace Leasehold.Images.Http;

/// <summary>The caller's key of one request; optional. Case-sensitive.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");

    /// <summary>Reads the header; a missing one is a null key.</summary>
    public static Refusal? TryRead(HttpRequest request, out string? key)
    {
        var values = request.Headers[Header];
        key = null;
        if (values.Count == 0)
        {
            return null;
        }

        if (values is not [{ Length: >= 1 and <= MaxLength } value] || value.AsSpan().ContainsAnyExcept(Characters))
        {
            return Refusals.KeyMalformed;
        }

        key = value;
        return null;
    }
}
