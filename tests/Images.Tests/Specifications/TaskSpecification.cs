using Leasehold.Images.Images;
using Leasehold.Images.Tasks;
using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Images.Tests.Specifications;

/// <summary>What becomes of tasks: tried again, deleted, kept for a time.</summary>
public abstract class TaskSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private const string Failing = """{"error_before":{"rate":1}}""";

    private readonly DatabaseFixture _database = database;

    [Fact]
    public async Task Retry_FailedTask_IsDoneAgainUnderItsIdAndKey()
    {
        await Processor.SetFaultsAsync(Failing);
        var key = ImagesApi.NewKey();
        var failed = await Api.SyncAsync(Sample, """{"width":11}""", key);
        var count = await CountRowsAsync();
        await Processor.SetFaultsAsync("{}");

        var reply = await Api.SendAsync(HttpMethod.Post, $"/api/v1/images/{failed.TaskId}/retry");

        Assert.Equal((202, "pending", failed.TaskId), (reply.Status, reply["status"], reply.TaskId));
        Assert.Equal($"/api/v1/images/{failed.TaskId}", reply.Headers.Location?.ToString());
        var end = await Api.EndOfAsync(failed.TaskId);
        Assert.Equal(("completed", "11", null), (end["status"], end["width"], end["error_message"]));
        Assert.NotNull(await Api.ContentAsync(failed.TaskId));
        Assert.True((await Api.SyncAsync(Sample, """{"width":11}""", key)).IsReplayed);
        Assert.Equal(count, await CountRowsAsync());
    }

    [Fact]
    public async Task Retry_ManyAtOnce_BeginsItOnce()
    {
        await Processor.SetFaultsAsync(Failing);
        var failed = await Api.SyncAsync(Sample, """{"width":12}""");
        await Processor.SetFaultsAsync("""{"latency_ms":300}""");

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => Api.SendAsync(HttpMethod.Post, $"/api/v1/images/{failed.TaskId}/retry"))));

        Assert.Single(replies, static reply => reply.Status == 202);
        Assert.Equal(5, replies.Count(static reply => reply.Status == 409));
        Assert.Equal("completed", (await Api.EndOfAsync(failed.TaskId))["status"]);
    }

    [Fact]
    public async Task Retry_Upload_IsDoneAgainFromTheFile()
    {
        await Processor.SetFaultsAsync(Failing);
        var upload = await Api.UploadAsync(Pictures.In("png"), """{"width":13}""");
        Assert.Equal("failed", (await Api.EndOfAsync(upload.TaskId))["status"]);
        await Processor.SetFaultsAsync("{}");

        Assert.Equal(202, (await Api.SendAsync(HttpMethod.Post, $"/api/v1/images/{upload.TaskId}/retry")).Status);

        Assert.Equal("13", (await Api.EndOfAsync(upload.TaskId))["width"]);
    }

    [Fact]
    public async Task Retry_ItemOfABatch_CountsInItsBatch()
    {
        await Processor.SetFaultsAsync(Failing);
        var batch = await Api.BatchAsync($$$"""{"items":[{"url":"{{{Sample}}}"}]}""");
        Assert.Equal("1", (await Api.EndOfBatchAsync(batch["batch_id"]!))["failed"]);
        var batchId = batch["batch_id"];
        var item = await Service.QueryAsync(db => db.GetTable<ImageRow>()
            .Where(row => row.Batch == batchId).FirstAsync());
        await Processor.SetFaultsAsync("{}");

        Assert.Equal(202, (await Api.SendAsync(HttpMethod.Post, $"/api/v1/images/{item.TaskId}/retry")).Status);

        await Api.EndOfAsync(item.TaskId);
        var end = await Api.ReadBatchAsync(batch["batch_id"]!);
        Assert.Equal(("1", "1", "0"), (end["total"], end["completed"], end["failed"]));
    }

    [Fact]
    public async Task Retry_NotFailedOrNotThere_IsRefused()
    {
        var done = await Api.SyncAsync(Sample, """{"width":14}""");

        var reply = await Api.SendAsync(HttpMethod.Post, $"/api/v1/images/{done.TaskId}/retry");

        Assert.Equal((409, "image_not_failed"), (reply.Status, reply["code"]));
        Assert.Equal(404, (await Api.SendAsync(HttpMethod.Post, $"/api/v1/images/{Guid.NewGuid()}/retry")).Status);
    }

    [Fact]
    public async Task Delete_FinishedTask_IsGoneWithItsResult()
    {
        var done = await Api.SyncAsync(Sample, """{"width":15}""");
        Assert.Contains(Service.Blobs, blob => blob.Contains(done.TaskId, StringComparison.Ordinal));

        var reply = await Api.SendAsync(HttpMethod.Delete, $"/api/v1/images/{Guid.Parse(done.TaskId):D}");

        Assert.Equal((204, ""), (reply.Status, reply.Text));
        Assert.Equal(404, (await Api.ReadAsync(done.TaskId)).Status);
        Assert.DoesNotContain(Service.Blobs, blob => blob.Contains(done.TaskId, StringComparison.Ordinal));
        Assert.Equal(404, (await Api.SendAsync(HttpMethod.Delete, $"/api/v1/images/{done.TaskId}")).Status);
    }

    [Fact]
    public async Task Delete_TaskInProcess_IsRefusedAndGoesOn()
    {
        await Processor.SetFaultsAsync("""{"latency_ms":1000}""");
        var running = Api.SyncAsync(Sample, """{"width":16}""");
        string? taskId = null;
        while (taskId is null && !running.IsCompleted)
        {
            taskId = await Service.QueryAsync(static db => db.GetTable<ImageRow>()
                .Where(static row => row.Status == "processing").OrderByDescending(static row => row.Id)
                .Select(static row => row.TaskId).FirstOrDefaultAsync());
        }

        var reply = await Api.SendAsync(HttpMethod.Delete, $"/api/v1/images/{taskId}");

        Assert.Equal((409, "image_in_process"), (reply.Status, reply["code"]));
        Assert.Equal((200, taskId), ((await running).Status, (await running).TaskId));
    }

    [Fact]
    public async Task Retention_TasksThatAreOver_AreRemovedWithTheirResultsAndBatches()
    {
        var settings = (await _database.NewDatabaseAsync())!;
        var host = new Uri(Sample).Authority;
        await using var service = await ServiceUnderTest.StartAsync(
            Processor.Url, [.. settings, $"--Images:AllowedHosts:1={host}", "--Images:Retention=01:00:00"]);
        var done = await service.Api.SyncAsync(Sample, """{"width":17}""");
        var batch = await service.Api.BatchAsync($$$"""{"items":[{"url":"{{{Sample}}}"},{"url":"{{{Sample}}}"}]}""");
        await service.Api.EndOfBatchAsync(batch["batch_id"]!);
        var retention = service.Services.GetRequiredService<RetentionSweep>();

        // As if all of it had been over for a while.
        await service.QueryAsync(
            static db => db.ExecuteAsync("UPDATE images SET updated_at = updated_at - 7200000000"));
        await service.QueryAsync(
            static db => db.ExecuteAsync("UPDATE image_batches SET created_at = created_at - 7200000000"));
        await Processor.SetFaultsAsync("""{"latency_ms":1500}""");
        var young = await service.Api.AsyncAsync(Sample);

        Assert.Equal(3, await retention.SweepAsync(TestContext.Current.CancellationToken));

        Assert.Equal(404, (await service.Api.ReadAsync(done.TaskId)).Status);
        Assert.Equal(404, (await service.Api.ReadBatchAsync(batch["batch_id"]!)).Status);
        service.AgeBlobs();
        await service.Sweep.SweepAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(service.Blobs, blob => blob.Contains(done.TaskId, StringComparison.Ordinal));
        Assert.Equal("completed", (await service.Api.EndOfAsync(young.TaskId))["status"]);
    }
}
