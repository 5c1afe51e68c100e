using System.Diagnostics;
using Leasehold.Images.Fetching;
using Leasehold.Images.Options;
using Leasehold.Simulators.ImageProcessor.Pixels;
using Leasehold.Simulators.ImageProcessor.Pixels.Isolation;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Simulators.ImageProcessor.Tests.Pixels;

/// <summary>Each picture is decoded in a process under limits; what ends one of them ends nothing else.</summary>
public sealed class PixelProcessTests
{
    private const long Memory = 256L * 1024 * 1024;

    private static PixelJob Job => new(PictureKind.Png, ImageOptions.None, 25_000_000, 10);

    [Fact]
    public async Task Process_MoreMemoryThanAllowed_IsRefusedAndTheProcessorGoesOn()
    {
        await using var site = await PictureSite.StartAsync();
        await using var processor = await ProcessorUnderTest.StartAloneAsync(
            site, $"--Processor:PixelMemory={Memory}", "--Processor:Concurrency=1");

        // Within the cap on pixels, and 200 MB when decoded.
        var large = await processor.ProcessAsync(site.Serve(HostilePictures.DeepPng(5000, 4999)));
        var small = await processor.ProcessAsync(site.Serve(Pictures.In("png")));

        Assert.Equal((422, "too_demanding"), (large.Status, large["code"]));
        Assert.Equal(200, small.Status);
    }

    [Fact]
    public async Task Run_ProcessIsKilledByItsPicture_OnlyThatPictureIsRefused()
    {
        using var processes = new PixelProcesses(Memory);
        using var process = await processes.TakeAsync(TestContext.Current.CancellationToken);
        using var inside = Process.GetProcessById(process.Id);
        inside.Kill();

        var problem = await Assert.ThrowsAsync<PictureRefusedException>(
            () => process.RunAsync(Picture(), Job, TestContext.Current.CancellationToken));

        Assert.Equal("too_demanding", problem.Refusal.Code);
        using var next = await processes.TakeAsync(TestContext.Current.CancellationToken);
        Assert.Equal(64, (await next.RunAsync(Picture(), Job, TestContext.Current.CancellationToken)).Width);
    }

    [Fact]
    public async Task Take_ProcessThatDiedWhileItWaited_IsReplaced()
    {
        using var processes = new PixelProcesses(Memory);
        var first = await processes.TakeAsync(TestContext.Current.CancellationToken);
        var id = first.Id;
        using var inside = Process.GetProcessById(id);
        processes.Return(first);
        inside.Kill();
        await inside.WaitForExitAsync(TestContext.Current.CancellationToken);

        using var next = await processes.TakeAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(id, next.Id);
        Assert.Equal(64, (await next.RunAsync(Picture(), Job, TestContext.Current.CancellationToken)).Width);
    }

    [Fact]
    public async Task Run_LongerThanItsBound_TheProcessIsEnded()
    {
        using var processes = new PixelProcesses(4 * Memory);
        using var process = await processes.TakeAsync(TestContext.Current.CancellationToken);
        using var inside = Process.GetProcessById(process.Id);
        using var bound = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var job = Job with { Options = new ImageOptions { Blur = 100, Format = "avif", Quality = 100 } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.RunAsync(
            new Picture(PictureKind.Png, Pictures.In("png", 4000, 4000)), job, bound.Token));

        await inside.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_TheProcessesEnvironment_HoldsNoSecret()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is read from /proc.");
        Environment.SetEnvironmentVariable("CANARY_SECRET", "canary-4711");
        using var processes = new PixelProcesses(Memory);

        using var process = await processes.TakeAsync(TestContext.Current.CancellationToken);

        var environment = await File.ReadAllTextAsync(
            $"/proc/{process.Id}/environ", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("canary-4711", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_ProcessorHasStopped_LeavesNoProcessBehind()
    {
        await using var site = await PictureSite.StartAsync();
        var processor = await ProcessorUnderTest.StartAloneAsync(site);
        var processes = processor.Services.GetRequiredService<PixelProcesses>();
        var process = await processes.TakeAsync(TestContext.Current.CancellationToken);
        using var inside = Process.GetProcessById(process.Id);
        processes.Return(process);

        await processor.DisposeAsync();

        await inside.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static Picture Picture() => new(PictureKind.Png, Pictures.In("png"));
}
