using System.Text;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Tests.Pixels;

/// <summary>Files made to do harm, and files that are broken.</summary>
public sealed class HostileFileTests : IAsyncLifetime
{
    private PictureSite _site = null!;
    private ProcessorUnderTest _processor = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PictureSite.StartAsync();
        _processor = await ProcessorUnderTest.StartAsync(
            _site, "--Processor:MaxPixels=1000000", "--Processor:MaxFrames=10");
    }

    public async ValueTask DisposeAsync()
    {
        await _processor.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Theory]
    [InlineData(60_000, 60_000)]
    [InlineData(1001, 1000)]
    [InlineData(1_000_000, 2)]
    public async Task Process_HeaderWithTooManyPixels_IsRefusedWithoutDecoding(int width, int height)
    {
        // Its pixels are not there: decoding would say damaged, so the header alone was looked at.
        var bomb = Pictures.PngBomb(width, height);

        Assert.Equal("too_many_pixels", await CodeAsync(bomb));
    }

    [Theory]
    [InlineData("jpeg", 30_000)]
    [InlineData("gif", 30_000)]
    [InlineData("webp", 16_000)]
    [InlineData("avif", 30_000)]
    public async Task Process_SmallFileWithALargeHeader_IsRefusedWithoutDecoding(string format, int side)
        => Assert.Equal("too_many_pixels", await CodeAsync(HostilePictures.Claiming(format, side)));

    [Fact]
    public async Task Process_RealBombOfAFewKilobytes_IsRefused()
    {
        var bomb = HostilePictures.BlackPng(20_000, 20_000);

        Assert.True(bomb.Length < 256 * 1024, $"{bomb.Length}");
        Assert.Equal("too_many_pixels", await CodeAsync(bomb));
    }

    [Fact]
    public async Task Process_CompressedTextBombInAPng_DoesNotTakeTheProcessorDown()
    {
        var reply = await _processor.ProcessAsync(_site.Serve(HostilePictures.PngWithText(64 * 1024 * 1024)));

        Assert.True(reply.Status is 200 or 422, reply.Text);
        Assert.Equal(200, (await _processor.ProcessAsync(_site.Serve(Pictures.In("png")))).Status);
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("gif")]
    public async Task Process_PagesBomb_IsRefused(string format)
        => Assert.Equal("too_many_pixels", await CodeAsync(HostilePictures.Animated(format, 11)));

    [Fact]
    public async Task Process_TooManyFrames_IsRefused()
        => Assert.Equal("too_many_pixels", await CodeAsync(Pictures.GifOf(11)));

    [Fact]
    public async Task Process_AllowedFrames_FirstIsProcessed()
        => Assert.Equal(200, (await _processor.ProcessAsync(_site.Serve(Pictures.GifOf(3)))).Status);

    [Theory]
    [InlineData("""{"width":8192}""")]
    [InlineData("""{"width":1001,"height":1000,"fit":"fill"}""")]
    public async Task Process_ResultWithTooManyPixels_IsRefused(string options)
    {
        var reply = await _processor.ProcessAsync(_site.Serve(Pictures.In("png")), options);

        Assert.Equal((422, "too_many_pixels"), (reply.Status, reply["code"]));
    }

    [Theory]
    [InlineData("jpeg", 0.5)]
    [InlineData("jpeg", 0.95)]
    [InlineData("png", 0.5)]
    [InlineData("png", 0.9)]
    [InlineData("webp", 0.5)]
    [InlineData("gif", 0.5)]
    [InlineData("avif", 0.8)]
    public async Task Process_TruncatedFile_IsRefused(string format, double part)
    {
        var whole = Pictures.In(format, 200, 150);

        Assert.Equal("unreadable", await CodeAsync(whole[..(int)(whole.Length * part)]));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><image href='http://169.254.169.254/'/></svg>")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>")]
    [InlineData("%PDF-1.7\n1 0 obj\n")]
    [InlineData("push graphic-context\nfill 'url(https://127.0.0.1/)'\n")]
    [InlineData("<html><script>1</script></html>")]
    [InlineData("BM......")]
    [InlineData("II*\0........................")]
    [InlineData("")]
    public async Task Process_NotOneOfTheKinds_IsRefused(string text)
        => Assert.Equal("not_a_picture", await CodeAsync(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("gif")]
    public async Task Process_MagicBytesWithNothingBehind_IsRefused(string format)
        => Assert.Equal("unreadable", await CodeAsync([.. Pictures.In(format)[..16], .. new byte[64]]));

    [Fact]
    public async Task Process_RandomDamage_NeverTakesTheProcessorDown()
    {
        var random = new Random(4711);
        foreach (var format in (string[])["jpeg", "png", "webp", "gif", "avif"])
        {
            var sound = Pictures.In(format, 200, 150);
            for (var round = 0; round < 10; round++)
            {
                var damaged = sound.ToArray();
                for (var at = 0; at < 20; at++)
                {
                    damaged[random.Next(40, damaged.Length)] = (byte)random.Next(256);
                }

                var reply = await _processor.ProcessAsync(_site.Serve(damaged));
                Assert.True(reply.Status is 200 or 422, $"seed 4711, {format}, round {round}: {reply.Text}");
            }
        }
    }

    private async Task<string?> CodeAsync(byte[] file)
    {
        var reply = await _processor.ProcessAsync(_site.Serve(file));
        Assert.True(reply.Status == 422, reply.Text);
        return reply["code"];
    }
}
