using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Leasehold.Images.Fetching;

namespace Leasehold.Simulators.ImageProcessor.Results;

/// <summary>The names of result files: 32 hexadecimal digits and the kind, nothing of a caller's text.</summary>
internal static partial class ResultName
{
    private const int Digits = 32;

    /// <summary>The name for a key; a new one without a key.</summary>
    public static string For(string key, PictureKind kind)
    {
        var stem = key.Length == 0
            ? Guid.NewGuid().ToString("N")
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..Digits];
        return $"{stem}.{PictureKinds.MediaType(kind)["image/".Length..]}";
    }

    public static bool IsOne(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(
        "^[0-9a-f]{32}\\.(jpeg|png|webp|avif)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
