using Leasehold.Images.Fetching;
using Leasehold.Images.Options;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>Encodes a result without any metadata: EXIF, GPS, XMP, comments and profiles stay behind.</summary>
internal static class Encoding
{
    private const int DefaultQuality = 80;

    /// <summary>About as good to the eye as 80 of the others.</summary>
    private const int DefaultAvifQuality = 50;

    /// <summary>0 to 9; the library's 4 takes seconds for a large picture.</summary>
    private const int AvifEffort = 2;

    private static readonly double[] White = [255];

    public static PictureKind KindOf(ImageOptions options, PictureKind source)
        => options.Format switch
        {
            "jpeg" => PictureKind.Jpeg,
            "png" => PictureKind.Png,
            "webp" => PictureKind.Webp,
            "avif" => PictureKind.Avif,
            _ => source == PictureKind.Gif ? PictureKind.Png : source,
        };

    public static byte[] Encode(Image image, PictureKind kind, int? quality)
        => kind switch
        {
            PictureKind.Jpeg => EncodeJpeg(image, quality ?? DefaultQuality),
            PictureKind.Png => image.PngsaveBuffer(keep: Enums.ForeignKeep.None),
            PictureKind.Webp => image.WebpsaveBuffer(q: quality ?? DefaultQuality, keep: Enums.ForeignKeep.None),
            PictureKind.Avif => image.HeifsaveBuffer(
                q: quality ?? DefaultAvifQuality,
                compression: Enums.ForeignHeifCompression.Av1,
                effort: AvifEffort,
                keep: Enums.ForeignKeep.None),
            _ => throw new InvalidOperationException($"{kind} is not written."),
        };

    private static byte[] EncodeJpeg(Image image, int quality)
    {
        // JPEG has no transparency; without this it would become black.
        using var opaque = image.HasAlpha() ? image.Flatten(background: White) : image.Copy();
        return opaque.JpegsaveBuffer(q: quality, optimizeCoding: true, keep: Enums.ForeignKeep.None);
    }
}
