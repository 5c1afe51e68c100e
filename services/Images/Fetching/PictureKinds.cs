using System.Buffers.Binary;

namespace Leasehold.Images.Fetching;

/// <summary>Tells a picture's kind by its first bytes, and what it may be declared as.</summary>
internal static class PictureKinds
{
    /// <summary>How many bytes <see cref="Of"/> needs: what a list of some sixty brands takes.</summary>
    public const int MagicBytes = 256;

    private const int BoxHead = 8;
    private const int BrandBytes = 4;

    public static PictureKind Of(ReadOnlySpan<byte> start)
        => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? PictureKind.Jpeg
            : start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? PictureKind.Png
            : start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8) ? PictureKind.Webp
            : start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8) ? PictureKind.Gif
            : OfBrands(start);

    /// <summary>Whether pictures of the kind are taken in.</summary>
    public static bool IsTaken(PictureKind kind) => kind is not (PictureKind.Unknown or PictureKind.Heic);

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

    // AV1 by the major brand or by a compatible one, as browsers tell it: writers put mif1 or msf1 first as well. What
    // names only brands of HEVC, or nothing but a container's, is HEIC, which no browser but one reads.
    // Source: https://aomediacodec.github.io/av1-avif/#brands and ISO/IEC 14496-12, section 4.3
    private static PictureKind OfBrands(ReadOnlySpan<byte> start)
    {
        if (start.Length < BoxHead + BrandBytes || !start[BrandBytes..].StartsWith("ftyp"u8))
        {
            return PictureKind.Unknown;
        }

        var size = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start), (uint)start.Length);
        var isHeic = false;
        for (var at = BoxHead; at + BrandBytes <= size; at += BrandBytes)
        {
            // Behind the major brand stands its version.
            if (at == BoxHead + BrandBytes)
            {
                continue;
            }

            var brand = start.Slice(at, BrandBytes);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
            {
                return PictureKind.Avif;
            }

            isHeic |= brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8)
                || brand.SequenceEqual("msf1"u8);
        }

        return isHeic ? PictureKind.Heic : PictureKind.Unknown;
    }
}
