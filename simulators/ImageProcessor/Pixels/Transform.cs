using Leasehold.Images.Options;
using Leasehold.Simulators.ImageProcessor.Http;
using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Pixels;

/// <summary>
/// Upright, rotated, resized, grey, blurred, sharpened: in this order, so that width and height are the result's.
/// </summary>
internal static class Transform
{
    private const string ProfileField = "icc-profile-data";
    private const string Rgb = "srgb";

    private static readonly Refusal TooManyPixels = Refusal.Unprocessable(
        "too_many_pixels", "The result would have too many pixels.");

    /// <summary>Every step's image is put into <paramref name="steps"/>, for the caller to dispose of.</summary>
    /// <exception cref="PictureRefusedException">The result would be too large.</exception>
    public static Image Apply(Image decoded, ImageOptions options, long maxPixels, ICollection<Image> steps)
    {
        var image = Keep(ToRgb(Keep(decoded.Autorot(), steps)), steps);
        image = options.Rotate switch
        {
            90 => Keep(image.Rot(Enums.Angle.D90), steps),
            180 => Keep(image.Rot(Enums.Angle.D180), steps),
            270 => Keep(image.Rot(Enums.Angle.D270), steps),
            _ => image,
        };
        image = Resize(image, options, maxPixels, steps);
        if (options.Grayscale == true)
        {
            image = Keep(image.Colourspace(Enums.Interpretation.Bw), steps);
        }

        if (options.Blur is > 0 and var blur)
        {
            image = Keep(image.Gaussblur(blur), steps);
        }

        return options.Sharpen is > 0 and var sharpen ? Keep(image.Sharpen(sigma: sharpen), steps) : image;
    }

    private static Image ToRgb(Image image)
    {
        // The profile goes with all other metadata, so its meaning has to be in the pixels.
        if (image.Contains(ProfileField))
        {
            return image.IccTransform(Rgb, embedded: true);
        }

        return image.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Bw
            ? image : image.Colourspace(Enums.Interpretation.Srgb);
    }

    private static Image Resize(Image image, ImageOptions options, long maxPixels, ICollection<Image> steps)
    {
        if (options.Width is null && options.Height is null)
        {
            return image;
        }

        var (width, height) = Sides(image, options);
        if (width > ImageOptions.MaxSide * 2L || height > ImageOptions.MaxSide * 2L || width * height > maxPixels)
        {
            throw new PictureRefusedException(TooManyPixels);
        }

        // Cover is cut to the middle; sides that were worked out here are exact, so nothing is left to round.
        var covers = options is { Width: not null, Height: not null, Fit: null or "cover" };
        return Keep(
            image.ThumbnailImage(
                (int)width,
                height: (int)height,
                size: covers ? Enums.Size.Both : Enums.Size.Force,
                noRotate: true,
                crop: covers ? Enums.Interesting.Centre : null),
            steps);
    }

    private static (long Width, long Height) Sides(Image image, ImageOptions options)
    {
        double across = (double)(options.Width ?? 0) / image.Width;
        double down = (double)(options.Height ?? 0) / image.Height;
        if (options is { Width: { } width, Height: { } height })
        {
            return options.Fit is "contain" ? Scaled(image, Math.Min(across, down)) : (width, height);
        }

        return Scaled(image, Math.Max(across, down));
    }

    private static (long Width, long Height) Scaled(Image image, double scale)
        => (Math.Max(1, (long)Math.Round(image.Width * scale)), Math.Max(1, (long)Math.Round(image.Height * scale)));

    private static Image Keep(Image image, ICollection<Image> steps)
    {
        steps.Add(image);
        return image;
    }
}
