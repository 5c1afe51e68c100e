using NetVips;

namespace Leasehold.Simulators.ImageProcessor.Samples;

/// <summary>A few pictures, drawn at the first request: nothing has to be downloaded to try the services.</summary>
internal sealed class SamplePictures
{
    private const int Width = 1200;
    private const int Height = 800;

    private readonly Lazy<IReadOnlyList<SamplePicture>> _pictures = new(Draw);

    public IReadOnlyList<SamplePicture> All => _pictures.Value;

    public SamplePicture Any => All[0];

    public SamplePicture? Find(string name)
        => All.FirstOrDefault(picture => string.Equals(picture.Name, name, StringComparison.Ordinal));

    private static IReadOnlyList<SamplePicture> Draw()
    {
        using var sky = Gradient();
        using var rings = Rings();
        using var tiles = Tiles();
        return
        [
            new("gradient.jpg", "image/jpeg", sky.JpegsaveBuffer(q: 90), Width, Height),
            new("rings.png", "image/png", rings.PngsaveBuffer(), Height, Height),
            new("tiles.webp", "image/webp", tiles.WebpsaveBuffer(q: 90), Width, Height),
        ];
    }

    /// <summary>Red grows to the right, green downwards.</summary>
    private static Image Gradient()
    {
        using var places = Image.Xyz(Width, Height);
        using var across = places[0] * (255.0 / Width);
        using var down = places[1] * (255.0 / Height);
        using var blue = across * 0 + 96;
        using var joined = across.Bandjoin(down, blue);
        return AsRgb(joined);
    }

    /// <summary>Rings about the middle, on a transparent ground.</summary>
    private static Image Rings()
    {
        using var zone = Image.Zone(Height, Height, uchar: true);
        using var inverse = zone.Invert();
        using var half = zone * 0 + 128;
        using var joined = zone.Bandjoin(inverse, half, zone);
        return AsRgb(joined);
    }

    /// <summary>Squares in four colours.</summary>
    private static Image Tiles()
    {
        using var places = Image.Xyz(Width, Height);
        using var column = (places[0] / 100).Floor();
        using var row = (places[1] / 100).Floor();
        using var red = column % 2 * 200;
        using var green = row % 2 * 200;
        using var blue = (column + row) % 2 * 120 + 60;
        using var joined = red.Bandjoin(green, blue);
        return AsRgb(joined);
    }

    private static Image AsRgb(Image image)
    {
        using var bytes = image.Cast(Enums.BandFormat.Uchar);
        return bytes.Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
