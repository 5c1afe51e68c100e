using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Tests.Pixels;

/// <summary>Decoding and encoding in bounded time, a bounded number at a time.</summary>
public sealed class PixelBoundsTests
{
    [Fact]
    public async Task Process_LongerThanItsBound_IsRefusedAndThePlaceComesBack()
    {
        await using var site = await PictureSite.StartAsync();
        await using var processor = await ProcessorUnderTest.StartAsync(
            site, "--Processor:PixelTimeout=00:00:01.500", "--Processor:Concurrency=1");
        var large = site.Serve(Pictures.In("png", 4000, 4000));

        var slow = await processor.ProcessAsync(large, """{"format":"avif","blur":60,"quality":100}""");
        var quick = await processor.ProcessAsync(site.Serve(Pictures.In("png", 8, 8)));

        Assert.Equal((422, "too_slow"), (slow.Status, slow["code"]));
        Assert.Equal(200, quick.Status);
    }

    [Fact]
    public async Task Process_MoreWaitingThanAllowed_Is503()
    {
        await using var site = await PictureSite.StartAsync();
        await using var processor = await ProcessorUnderTest.StartAsync(
            site, "--Processor:Concurrency=1", "--Processor:MaxWaiting=0");
        var large = site.Serve(Pictures.In("png", 2000, 2000));

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => processor.ProcessAsync(large, """{"format":"webp"}""")));

        Assert.Contains(replies, static reply => reply.Status == 200);
        Assert.Contains(replies, static reply => reply.Status == 503 && reply["code"] == "busy");
    }
}
