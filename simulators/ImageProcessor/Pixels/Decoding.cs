using Leasehold.Images.Fetching;
using Leasehold.Simulators.ImageProcessor.Http;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>Decodes a picture: its header first, its pixels only when the header is within bounds.</summary>
internal static class Decoding
{
    private static readonly Refusal TooManyPixels = Refusal.Unprocessable(
        "too_many_pixels", "The picture has too many pixels or frames.");

    /// <summary>Opens a picture without decoding it.</summary>
    /// <exception cref="PictureRefusedException">Its header says too much.</exception>
    public static Image Open(Picture picture, long maxPixels, int maxFrames)
    {
        if (picture.Kind == PictureKind.Webp && WebpHeader.PixelsOf(picture.Bytes) > maxPixels)
        {
            throw new PictureRefusedException(TooManyPixels);
        }

        var image = OpenAs(picture);
        try
        {
            var frames = image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;
            return (long)image.Width * image.Height <= maxPixels && frames <= maxFrames
                ? image : throw new PictureRefusedException(TooManyPixels);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    // The loader of the kind that the bytes showed, never one that the library would pick: it knows many more.
    // Any damage is an error: a truncated picture would otherwise end in grey.
    private static Image OpenAs(Picture picture)
        => picture.Kind switch
        {
            PictureKind.Jpeg => Image.JpegloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
            PictureKind.Png => Image.PngloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
            PictureKind.Webp => Image.WebploadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
            PictureKind.Gif => Image.GifloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
            PictureKind.Avif => Image.HeifloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: Enums.FailOn.Warning),
            _ => throw new InvalidOperationException($"{picture.Kind} has no loader."),
        };
}
