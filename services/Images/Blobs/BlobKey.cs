using System.Text.RegularExpressions;
using Leasehold.Images.Fetching;

namespace Leasehold.Images.Blobs;

/// <summary>The names of blobs: a folder, the task's id and the kind. Nothing of them is a caller's text.</summary>
internal static partial class BlobKey
{
    public const string Uploads = "uploads";
    public const string Results = "results";

    public static string OfUpload(string taskId) => $"{Uploads}/{taskId}";

    public static string OfResult(string taskId, PictureKind kind)
        => $"{Results}/{taskId}.{PictureKinds.MediaType(kind)["image/".Length..]}";

    public static bool IsOne(string key) => Pattern().IsMatch(key);

    /// <summary>The task's id in a key.</summary>
    public static string TaskOf(string key)
    {
        var name = key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? name : name[..dot];
    }

    /// <summary>The media type that a result's key tells.</summary>
    public static string MediaTypeOf(string key) => $"image/{key[(key.LastIndexOf('.') + 1)..]}";

    [GeneratedRegex(
        "^(uploads/[0-9a-f]{32}|results/[0-9a-f]{32}\\.(jpeg|png|webp|gif|avif))$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
