using System.Buffers;
using Leasehold.Images.Fetching;

namespace Leasehold.Images.Blobs;

/// <summary>The names of blobs: a folder, the task's id and the kind. Nothing of them is a caller's text.</summary>
internal static class BlobKey
{
    public const string Uploads = "uploads";
    public const string Results = "results";

    private const int IdLength = 32;

    private static readonly string[] Extensions = ["jpeg", "png", "webp", "gif", "avif"];
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdef");

    public static string OfUpload(string taskId) => $"{Uploads}/{taskId}";

    public static string OfResult(string taskId, PictureKind kind)
        => $"{Results}/{taskId}.{PictureKinds.MediaType(kind)["image/".Length..]}";

    public static bool IsOne(string key)
        => key.StartsWith($"{Uploads}/", StringComparison.Ordinal) ? IsId(key.AsSpan(Uploads.Length + 1))
            : key.StartsWith($"{Results}/", StringComparison.Ordinal)
                && key.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
                && IsId(key.AsSpan(Results.Length + 1, Math.Max(0, dot - Results.Length - 1)))
                && Extensions.Contains(key[(dot + 1)..], StringComparer.Ordinal);

    /// <summary>The task's id in a key.</summary>
    public static string TaskOf(string key)
    {
        var name = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? name : name[..dot];
    }

    /// <summary>The media type that a result's key tells.</summary>
    public static string MediaTypeOf(string key) => $"image/{key[(key.LastIndexOf('.') + 1)..]}";

    private static bool IsId(ReadOnlySpan<char> text)
        => text.Length == IdLength && !text.ContainsAnyExcept(IdCharacters);
}
