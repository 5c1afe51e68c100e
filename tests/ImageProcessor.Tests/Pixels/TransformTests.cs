using System.Text;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Tests.Pixels;

/// <summary>Results compared pixel by pixel with what the options mean, worked out here by hand.</summary>
public sealed class TransformTests : IAsyncLifetime
{
    private const int Width = 120;
    private const int Height = 80;

    private readonly byte[] _rgb = Pictures.Gradient(Width, Height);
    private PictureSite _site = null!;
    private ProcessorUnderTest _processor = null!;

    private byte[] Source => Pictures.Png(_rgb, Width, Height);

    public async ValueTask InitializeAsync()
    {
        _site = await PictureSite.StartAsync();
        _processor = await ProcessorUnderTest.StartAsync(_site);
    }

    public async ValueTask DisposeAsync()
    {
        await _processor.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public Task Process_NoOptions_KeepsEveryPixel() => AssertPixelsAsync("{}", Width, Height, (x, y) => At(x, y), 0);

    [Fact]
    public Task Process_Rotate90_TurnsClockwise()
        => AssertPixelsAsync("""{"rotate":90}""", Height, Width, (x, y) => At(y, Height - 1 - x), 0);

    [Fact]
    public Task Process_Rotate180_TurnsUpsideDown()
        => AssertPixelsAsync("""{"rotate":180}""", Width, Height, (x, y) => At(Width - 1 - x, Height - 1 - y), 0);

    [Fact]
    public Task Process_Rotate270_TurnsCounterclockwise()
        => AssertPixelsAsync("""{"rotate":270}""", Height, Width, (x, y) => At(Width - 1 - y, x), 0);

    [Fact]
    public Task Process_CoverWithoutScaling_CutsTheMiddleOut()
        => AssertPixelsAsync("""{"width":80,"height":80}""", 80, 80, (x, y) => At(x + 20, y), 0);

    [Fact]
    public Task Process_CoverWithScaling_ScalesAndCutsTheMiddleOut()
        => AssertPixelsAsync(
            """{"width":40,"height":40,"fit":"cover"}""", 40, 40, (x, y) => Mean((2 * x) + 20, 2 * y, 2, 2), 3);

    [Fact]
    public Task Process_Fill_StretchesToBothSides()
        => AssertPixelsAsync(
            """{"width":60,"height":20,"fit":"fill"}""", 60, 20, (x, y) => Mean(2 * x, 4 * y, 2, 4), 4);

    [Fact]
    public Task Process_Contain_IsAsLargeAsFits()
        => AssertPixelsAsync(
            """{"width":60,"height":60,"fit":"contain"}""", 60, 40, (x, y) => Mean(2 * x, 2 * y, 2, 2), 3);

    [Fact]
    public Task Process_WidthAlone_KeepsTheAspectRatio()
        => AssertPixelsAsync("""{"width":60}""", 60, 40, (x, y) => Mean(2 * x, 2 * y, 2, 2), 3);

    [Fact]
    public Task Process_HeightAlone_KeepsTheAspectRatio()
        => AssertPixelsAsync("""{"height":20}""", 30, 20, (x, y) => Mean(4 * x, 4 * y, 4, 4), 4);

    [Fact]
    public Task Process_RotateAndWidth_WidthIsTheResults()
        => AssertPixelsAsync(
            """{"rotate":90,"width":40}""", 40, 60, (x, y) => Mean(2 * y, Height - 2 - (2 * x), 2, 2), 3);

    [Fact]
    public async Task Process_Grayscale_IsOneBandOfLuminance()
    {
        var result = Pictures.Decode(await _processor.ProcessedAsync(_site, Source, """{"grayscale":true}"""));

        Assert.Equal((Width, Height, 1), (result.Width, result.Height, result.Bands));
        foreach (var (x, y) in ((int, int)[])[(5, 5), (60, 40), (110, 70)])
        {
            Assert.InRange(result.Pixels[(y * Width) + x] - Luminance(At(x, y)), -2, 2);
        }
    }

    [Fact]
    public async Task Process_Blur_SmoothsAnEdgeAsAGaussianDoes()
    {
        // Black to the left, white to the right: behind the blur the edge follows the error function.
        var edge = new byte[100 * 20 * 3];
        for (var at = 0; at < edge.Length; at++)
        {
            edge[at] = at / 3 % 100 < 50 ? (byte)0 : (byte)255;
        }

        var result = Pictures.Decode(
            await _processor.ProcessedAsync(_site, Pictures.Png(edge, 100, 20), """{"blur":3}"""));

        Assert.InRange(result.Pixels[((10 * 100) + 49) * 3], 255 * 0.37, 255 * 0.50);
        Assert.InRange(result.Pixels[((10 * 100) + 52) * 3], 255 * 0.72, 255 * 0.86);
        Assert.Equal(0, result.Pixels[((10 * 100) + 30) * 3]);
        Assert.Equal(255, result.Pixels[((10 * 100) + 70) * 3]);
    }

    [Theory]
    [InlineData("jpeg", 6)]
    [InlineData("webp", 8)]
    [InlineData("avif", 8)]
    [InlineData("png", 0)]
    public async Task Process_Format_IsThatFormatAndLooksTheSame(string format, int tolerance)
    {
        var bytes = await _processor.ProcessedAsync(
            _site, Source, $$"""{"format":"{{format}}","quality":95}""");

        Assert.Equal(Magic(format), Encoding.Latin1.GetString(bytes, format == "avif" ? 4 : 0, Magic(format).Length));
        var result = Pictures.Decode(bytes);
        Assert.Equal((Width, Height), (result.Width, result.Height));
        Assert.InRange(MeanDifference(result.Pixels, _rgb), 0, tolerance);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("avif")]
    public async Task Process_EveryKind_IsRead(string format)
    {
        var result = Pictures.Decode(
            await _processor.ProcessedAsync(_site, Pictures.In(format), """{"format":"png"}"""));

        Assert.Equal((64, 48), (result.Width, result.Height));
        Assert.InRange(MeanDifference(result.Pixels, Pictures.Gradient(64, 48)), 0, 12);
    }

    [Fact]
    public async Task Process_LowerQuality_IsSmaller()
    {
        var fine = await _processor.ProcessedAsync(_site, Source, """{"format":"jpeg","quality":95}""");
        var coarse = await _processor.ProcessedAsync(_site, Source, """{"format":"jpeg","quality":20}""");

        Assert.True(coarse.Length < fine.Length);
    }

    [Fact]
    public async Task Process_PictureWithOrientationAndPlace_IsUprightAndKeepsNoMetadata()
    {
        var source = Pictures.WithMetadata(Width, Height);
        Assert.Contains("canary-4711", Encoding.Latin1.GetString(source), StringComparison.Ordinal);

        var bytes = await _processor.ProcessedAsync(_site, source, "{}");

        // Orientation 6 means: turn it by 90 degrees. Red by column is then red by row.
        var result = Pictures.Decode(bytes);
        Assert.Equal((Height, Width), (result.Width, result.Height));
        Assert.InRange(result.Pixels[((110 * Height) + 40) * 3] - (110 * 255 / Width), -12, 12);
        var text = Encoding.Latin1.GetString(bytes);
        Assert.DoesNotContain("canary-4711", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exif", text, StringComparison.Ordinal);
        using var image = NetVips.Image.NewFromBuffer(bytes);
        Assert.DoesNotContain(image.GetFields(), static field => field.StartsWith("exif-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("avif")]
    public async Task Process_PictureWithMetadata_NoFormatKeepsAny(string format)
    {
        var bytes = await _processor.ProcessedAsync(
            _site, Pictures.WithMetadata(Width, Height), $$"""{"format":"{{format}}"}""");

        Assert.DoesNotContain("canary-4711", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        using var image = NetVips.Image.NewFromBuffer(bytes);
        Assert.DoesNotContain(image.GetFields(), static field =>
            field.StartsWith("exif-", StringComparison.Ordinal) || field is "xmp-data" or "icc-profile-data");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/a")]
    [InlineData("a.svg")]
    public async Task Process_HostileKey_IsNotInTheResultsName(string key)
    {
        var reply = await _processor.ProcessAsync(_site.Serve(Source), key: key);

        Assert.Equal(200, reply.Status);
        var name = Path.GetFileName(Assert.Single(_processor.ResultFiles));
        Assert.Matches("^[0-9a-f]{32}\\.png$", name);
        Assert.EndsWith("/results/" + name, reply["processed_url"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_SameKeyTwice_HasOneResult()
    {
        var url = _site.Serve(Source);

        var first = await _processor.ProcessAsync(url, key: "op-1");
        var second = await _processor.ProcessAsync(url, key: "op-1");

        Assert.Equal(first["processed_url"], second["processed_url"]);
        Assert.Single(_processor.ResultFiles);
    }

    [Theory]
    [InlineData("""{"size":5}""", "size")]
    [InlineData("""{"width":0}""", "width")]
    [InlineData("""{"width":8193}""", "width")]
    [InlineData("""{"height":"10"}""", "height")]
    [InlineData("""{"fit":"squeeze"}""", "fit")]
    [InlineData("""{"format":"svg"}""", "format")]
    [InlineData("""{"quality":101}""", "quality")]
    [InlineData("""{"rotate":45}""", "rotate")]
    [InlineData("""{"grayscale":1}""", "grayscale")]
    [InlineData("""{"blur":-1}""", "blur")]
    public async Task Process_BadOption_IsRefusedByName(string options, string name)
    {
        var reply = await _processor.ProcessAsync(_site.Serve(Source), options);

        Assert.Equal((422, "option_refused"), (reply.Status, reply["code"]));
        Assert.Contains(name, reply["detail"], StringComparison.Ordinal);
    }

    private static string Magic(string format) => format switch
    {
        "jpeg" => "\u00ff\u00d8\u00ff",
        "png" => "\u0089PNG",
        "webp" => "RIFF",
        _ => "ftypavif",
    };

    private static double Luminance((double R, double G, double B) colour)
    {
        // sRGB to linear light, the weights of Rec. 709, and back.
        var linear = (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));
        return 255 * (linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055);

        static double Linear(double value)
            => value / 255 is <= 0.04045 and var dark ? dark / 12.92 : Math.Pow(((value / 255) + 0.055) / 1.055, 2.4);
    }

    private static double MeanDifference(byte[] one, byte[] other)
    {
        Assert.Equal(one.Length, other.Length);
        return one.Zip(other, static (a, b) => Math.Abs(a - b)).Average();
    }

    private (double R, double G, double B) At(int x, int y)
    {
        var at = ((y * Width) + x) * 3;
        return (_rgb[at], _rgb[at + 1], _rgb[at + 2]);
    }

    private (double R, double G, double B) Mean(int left, int top, int width, int height)
    {
        var (r, g, b) = (0.0, 0.0, 0.0);
        for (var at = 0; at < width * height; at++)
        {
            var pixel = At(left + (at % width), top + (at / width));
            (r, g, b) = (r + pixel.R, g + pixel.G, b + pixel.B);
        }

        var count = width * height;
        return (r / count, g / count, b / count);
    }

    private async Task AssertPixelsAsync(
        string options, int width, int height, Func<int, int, (double R, double G, double B)> expected, int tolerance)
    {
        var result = Pictures.Decode(await _processor.ProcessedAsync(_site, Source, options));

        Assert.Equal((width, height, 3), (result.Width, result.Height, result.Bands));
        for (var at = 0; at < width * height; at++)
        {
            var (r, g, b) = expected(at % width, at / width);
            var pixel = result.Pixels.AsSpan(at * 3, 3);
            var worst = Math.Max(
                Math.Abs(pixel[0] - r), Math.Max(Math.Abs(pixel[1] - g), Math.Abs(pixel[2] - b)));
            Assert.True(worst <= tolerance, $"Pixel {at % width},{at / width} is off by {worst}.");
        }
    }
}
