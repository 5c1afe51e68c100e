namespace Leasehold.Images.Options;

/// <summary>What is to be done with a picture; everything may be left out.</summary>
/// <remarks>
/// In this order: upright by its EXIF orientation, rotate, resize, grayscale, blur, sharpen, encode. Width and height
/// are the result's.
/// </remarks>
internal sealed record ImageOptions
{
    public const int MaxSide = 8192;

    public static ImageOptions None { get; } = new();

    /// <value>Pixels, 1 to 8192; alone it keeps the aspect ratio.</value>
    public int? Width { get; init; }

    /// <value>Pixels, 1 to 8192; alone it keeps the aspect ratio.</value>
    public int? Height { get; init; }

    /// <value>
    /// With width and height: cover (default; cut to the middle), contain (as large as fits) or fill (stretched).
    /// </value>
    public string? Fit { get; init; }

    /// <value>jpeg, png, webp or avif; by default the picture's own, png for GIF.</value>
    public string? Format { get; init; }

    /// <value>1 to 100; 80 by default, 50 for avif; png ignores it.</value>
    public int? Quality { get; init; }

    /// <value>Degrees clockwise: 0, 90, 180 or 270.</value>
    public int? Rotate { get; init; }

    public bool? Grayscale { get; init; }

    /// <value>Sigma of a Gaussian blur in pixels, 0 to 100; 0 is none.</value>
    public double? Blur { get; init; }

    /// <value>Sigma of a sharpening in pixels, 0 to 10; 0 is none.</value>
    [System.Text.Json.Serialization.JsonIgnore(
        Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public double? Sharpen { get; init; }
}
