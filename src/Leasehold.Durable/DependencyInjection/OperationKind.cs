using System.Buffers;

namespace Leasehold.Durable;

/// <summary>The name of a kind of operation, as it is stored.</summary>
internal static class OperationKind
{
    private const int MaxLength = 100;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Lets only names pass.</summary>
    /// <exception cref="ArgumentException">It is not a name.</exception>
    public static void ThrowIfInvalid(string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        if (kind.Length > MaxLength || kind.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException(
                $"'{kind}' is no kind of operation: it has 1 to {MaxLength} of A–Z a–z 0–9 '.' '_' '-'.", nameof(kind));
        }
    }
}
