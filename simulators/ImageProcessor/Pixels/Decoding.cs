using Leasehold.Images.Fetching;
using Leasehold.Simulators.ImageProcessor.Http;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>Decodes a picture: its header first, its pixels only when the header is within bounds.</summary>
internal static class Decoding
{
    private static readonly Refusal TooManyPixels = Refusal.Unprocessable(
        "too_many_pixels", "The picture has too many pixels or frames.");

    private const Enums.FailOn AsBrowsers = Enums.FailOn.Truncated;

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
    // What is cut off is an error: it would end in grey. All else that a decoder only warns of is read as browsers read
    // it: files of cameras and editors with zeros in a scan's header, or bytes before a marker, are everywhere.
    private static Image OpenAs(Picture picture)
        => picture.Kind switch
        {
            PictureKind.Jpeg => Image.JpegloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: AsBrowsers),
            PictureKind.Png => Image.PngloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: AsBrowsers),
            PictureKind.Webp => Image.WebploadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: AsBrowsers),
            PictureKind.Gif => Image.GifloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: AsBrowsers),
            PictureKind.Avif => Image.HeifloadBuffer(
                picture.Bytes, access: Enums.Access.Sequential, failOn: AsBrowsers),
            _ => throw new InvalidOperationException($"{picture.Kind} has no loader."),
        };
}
