using System.Buffers.Binary;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Tests.Pixels;

/// <summary>Files that are not by the book, and that every browser shows.</summary>
public sealed class BrowserReadingTests : IAsyncLifetime
{
    private PictureSite _site = null!;
    private ProcessorUnderTest _processor = null!;

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
    public async Task Jpeg_ScanHeaderThatEndsInZeros_IsRead()
    {
        var file = Pictures.In("jpeg");
        var scan = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var end = scan + 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(scan + 2));
        Assert.Equal(63, file[end - 2]);
        file.AsSpan(end - 3, 3).Clear();

        await AssertReadAsync(file);
    }

    [Fact]
    public async Task Jpeg_BytesBeforeAMarker_IsRead()
    {
        var file = Pictures.In("jpeg");
        var table = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);

        await AssertReadAsync([.. file[..table], 0, 0, 0x12, .. file[table..]]);
        await AssertReadAsync([.. file[..^2], 0, 0, .. file[^2..], 0, 1, 2]);
    }

    [Fact]
    public async Task Jpeg_CutOff_IsStillUnreadable()
    {
        var reply = await _processor.ProcessAsync(_site.Serve(Pictures.In("jpeg", 640, 480)[..2000]));

        Assert.Equal((422, "unreadable"), (reply.Status, reply["code"]));
    }

    [Theory]
    [InlineData("mif1")]
    [InlineData("msf1")]
    [InlineData("avis")]
    public async Task Avif_OfAnotherMajorBrand_IsRead(string major)
    {
        var file = Pictures.In("avif");
        var size = BinaryPrimitives.ReadInt32BigEndian(file);
        Assert.True(file.AsSpan(16, size - 16).IndexOf("avif"u8) >= 0);
        System.Text.Encoding.ASCII.GetBytes(major, file.AsSpan(8, 4));

        await AssertReadAsync(file);
    }

    [Theory]
    [InlineData("heic", "mif1", "heic")]
    [InlineData("mif1", "mif1", "heic")]
    [InlineData("heix", "msf1", "heix")]
    public async Task Heic_AnyBrand_IsRefusedByName(string major, string first, string second)
    {
        byte[] file =
        [
            0, 0, 0, 24, .. "ftyp"u8, .. System.Text.Encoding.ASCII.GetBytes(major), 0, 0, 0, 0,
            .. System.Text.Encoding.ASCII.GetBytes(first + second), .. new byte[64],
        ];

        var reply = await _processor.ProcessAsync(_site.Serve(file));

        Assert.Equal((422, "heic_refused"), (reply.Status, reply["code"]));
    }

    private async Task AssertReadAsync(byte[] file)
    {
        var reply = await _processor.ProcessAsync(_site.Serve(file), """{"format":"png"}""");

        Assert.Equal((200, "64"), (reply.Status, reply["width"]));
    }
}
