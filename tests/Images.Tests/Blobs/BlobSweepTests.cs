using Leasehold.Images.Blobs;
using Leasehold.Images.Fetching;
using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Images.Tests.Blobs;

public sealed class BlobSweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("images-tests-");

    [Fact]
    public async Task Sweep_OldBlobs_ThoseWithoutAnImageGoAndTheOthersStay()
    {
        var (processor, service) = await StartAsync();
        await using var _ = processor;
        await using var __ = service;
        var upload = await service.Api.UploadAsync(Pictures.In("png"));
        await service.Api.EndOfAsync(upload.TaskId);
        var orphan = BlobKey.OfUpload(Guid.NewGuid().ToString("N"));
        await service.Services.GetRequiredService<IBlobStore>()
            .WriteAsync(orphan, new MemoryStream([1]), CancellationToken.None);
        var result = Assert.Single(service.Blobs, static blob => blob.StartsWith("results", StringComparison.Ordinal));

        service.AgeBlobs();
        await service.Sweep.SweepAsync(CancellationToken.None);

        // The upload is not needed any more once its image is over; the result is.
        Assert.Equal([result], service.Blobs, StringComparer.Ordinal);
        Assert.NotNull(await service.Api.ContentAsync(upload.TaskId));
    }

    [Fact]
    public async Task Sweep_UploadWhoseImageIsNotOver_Stays()
    {
        var (processor, service) = await StartAsync();
        await using var _ = processor;
        await using var __ = service;
        await processor.SetFaultsAsync("""{"latency_ms":1000}""");
        var upload = await service.Api.UploadAsync(Pictures.In("png"));

        service.AgeBlobs();
        await service.Sweep.SweepAsync(CancellationToken.None);

        Assert.Contains(service.Blobs, blob => blob.EndsWith(upload.TaskId, StringComparison.Ordinal));
        Assert.Equal("completed", (await service.Api.EndOfAsync(upload.TaskId))["status"]);
    }

    [Fact]
    public async Task Sweep_ResultOfAnEarlierAttemptWhoseImageIsNotOver_Stays()
    {
        var (processor, service) = await StartAsync();
        await using var _ = processor;
        await using var __ = service;
        await processor.SetFaultsAsync("""{"latency_ms":1000}""");
        var taskId = (await service.Api.AsyncAsync(processor.Url + "/samples/rings.png")).TaskId;
        var result = BlobKey.OfResult(taskId, PictureKind.Png);
        await service.Services.GetRequiredService<IBlobStore>()
            .WriteAsync(result, new MemoryStream([1]), CancellationToken.None);

        service.AgeBlobs();
        await service.Sweep.SweepAsync(CancellationToken.None);

        // The next attempt is about to replace it: what is swept now could be that one's.
        Assert.Contains(result, service.Blobs, StringComparer.Ordinal);
        await service.Api.EndOfAsync(taskId);
    }

    [Fact]
    public async Task Sweep_YoungOrphan_Stays()
    {
        var (processor, service) = await StartAsync();
        await using var _ = processor;
        await using var __ = service;
        var orphan = BlobKey.OfUpload(Guid.NewGuid().ToString("N"));
        await service.Services.GetRequiredService<IBlobStore>()
            .WriteAsync(orphan, new MemoryStream([1]), CancellationToken.None);

        Assert.Equal(0, await service.Sweep.SweepAsync(CancellationToken.None));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private Task<(ProcessorUnderTest Processor, ServiceUnderTest Service)> StartAsync()
        => ServiceUnderTest.StartPairAsync($"--DATABASE_URL=sqlite:///{_folder.File("sweep.db")}");
}
