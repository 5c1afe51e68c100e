using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Leasehold.Images.Fetching;

namespace Leasehold.Simulators.ImageProcessor.Results;

/// <summary>The names of result files: 32 hexadecimal digits and the kind, nothing of a caller's text.</summary>
internal static class ResultName
{
    private const int Digits = 32;

    private static readonly string[] Extensions = ["jpeg", "png", "webp", "avif"];
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The name for a key; a new one without a key.</summary>
    public static string For(string key, PictureKind kind)
    {
        var stem = key.Length == 0
            ? Guid.NewGuid().ToString("N")
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..Digits];
        return $"{stem}.{PictureKinds.MediaType(kind)["image/".Length..]}";
    }

    public static bool IsOne(string name)
        => name.Length > Digits + 1 && name[Digits] == '.' && !name.AsSpan(0, Digits).ContainsAnyExcept(HexDigits)
            && Extensions.Contains(name[(Digits + 1)..], StringComparer.Ordinal);
}
