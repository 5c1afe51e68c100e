using System.Diagnostics.CodeAnalysis;
using Leasehold.ServiceDefaults.Texts;

namespace Leasehold.Payments.Http;

/// <summary>The alphabets of the contract's texts.</summary>
internal static class ContractText
{
    public const int MaxNumberLength = 50;
    public const int MaxTokenLength = 255;
    public const int MaxReasonLength = 200;

    /// <summary>Order numbers and customer ids, of any script.</summary>
    public static bool IsNumber([NotNullWhen(true)] string? text) => PrintableText.IsName(text, MaxNumberLength);

    /// <summary>Card tokens: visible ASCII.</summary>
    public static bool IsToken([NotNullWhen(true)] string? text)
        => text is { Length: >= 1 and <= MaxTokenLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Free text for people.</summary>
    public static bool IsReason(string text) => PrintableText.IsPrintable(text, MaxReasonLength);
}
