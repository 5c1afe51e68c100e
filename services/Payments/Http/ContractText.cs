using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Leasehold.Payments.Http;

/// <summary>The alphabets of the contract's texts.</summary>
internal static class ContractText
{
    public const int MaxNumberLength = 50;
    public const int MaxTokenLength = 255;
    public const int MaxReasonLength = 200;

    private static readonly SearchValues<char> NumberCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Order numbers and customer ids.</summary>
    public static bool IsNumber([NotNullWhen(true)] string? text)
        => text is { Length: >= 1 and <= MaxNumberLength } && !text.AsSpan().ContainsAnyExcept(NumberCharacters);

    /// <summary>Card tokens: visible ASCII.</summary>
    public static bool IsToken([NotNullWhen(true)] string? text)
        => text is { Length: >= 1 and <= MaxTokenLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Free text for people: no control characters.</summary>
    public static bool IsReason(string text) => text.Length <= MaxReasonLength && !text.Any(char.IsControl);
}
