namespace Leasehold.Images.Fetching;

/// <summary>Tells a picture's kind by its first bytes, and what it may be declared as.</summary>
internal static class PictureKinds
{
    /// <summary>How many bytes <see cref="Of"/> needs.</summary>
    public const int MagicBytes = 32;

    public static PictureKind Of(ReadOnlySpan<byte> start)
        => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? PictureKind.Jpeg
            : start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? PictureKind.Png
            : start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8) ? PictureKind.Webp
            : start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8) ? PictureKind.Gif
            : IsAvif(start) ? PictureKind.Avif
            : PictureKind.Unknown;

    /// <summary>The media type; the extension is its second half.</summary>
    public static string MediaType(PictureKind kind)
        => kind switch
        {
            PictureKind.Jpeg => "image/jpeg",
            PictureKind.Png => "image/png",
            PictureKind.Webp => "image/webp",
            PictureKind.Gif => "image/gif",
            PictureKind.Avif => "image/avif",
            _ => "application/octet-stream",
        };

    /// <summary>Whether a declared type agrees: none and "some bytes" say nothing, any other must be right.</summary>
    public static bool Agrees(string? declared, PictureKind kind)
        => declared is null or "" or "application/octet-stream" or "binary/octet-stream"
            || string.Equals(declared, MediaType(kind), StringComparison.OrdinalIgnoreCase)
            || (kind == PictureKind.Jpeg && string.Equals(declared, "image/jpg", StringComparison.OrdinalIgnoreCase));

    // The major brand; a file of another brand that lists avif as compatible is a HEIF of some other codec.
    private static bool IsAvif(ReadOnlySpan<byte> start)
        => start.Length >= 12 && start[4..].StartsWith("ftypavif"u8);
}
