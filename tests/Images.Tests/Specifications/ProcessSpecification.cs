using Leasehold.Images.Images;
using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Images.Tests.Specifications;

/// <summary>process-sync, process-async and reading.</summary>
public abstract class ProcessSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Sync_SamplePicture_IsProcessedAndStored()
    {
        var reply = await Api.SyncAsync(Sample, """{"width":60,"height":40,"format":"png"}""");

        Assert.Equal((200, "completed"), (reply.Status, reply["status"]));
        Assert.Equal(("60", "40"), (reply["width"], reply["height"]));
        Assert.Equal(Sample, reply["original_url"]);
        Assert.StartsWith(Processor.Url, reply["processed_url"], StringComparison.Ordinal);
        var content = await Api.ContentAsync(reply.TaskId);
        Assert.Equal(reply["file_size"], $"{content!.Length}");
        Assert.Equal((60, 40), (Pictures.Decode(content).Width, Pictures.Decode(content).Height));
    }

    [Fact]
    public async Task Sync_ThenRead_IsTheSame()
    {
        var reply = await Api.SyncAsync(Sample, """{"width":10}""");

        var read = await Api.ReadAsync(reply.TaskId);

        Assert.Equal((200, reply.Text), (read.Status, read.Text));
    }

    [Fact]
    public async Task Async_SamplePicture_IsPendingAndThenCompleted()
    {
        var reply = await Api.AsyncAsync(Sample, """{"width":60}""");

        Assert.Equal((202, "pending"), (reply.Status, reply["status"]));
        Assert.Equal($"/api/v1/images/{reply.TaskId}", reply.Headers.Location?.ToString());
        var end = await Api.EndOfAsync(reply.TaskId);
        Assert.Equal(("completed", "60"), (end["status"], end["width"]));
    }

    [Fact]
    public async Task Async_WhileTheProcessorWorks_IsProcessing()
    {
        await Processor.SetFaultsAsync("""{"latency_ms":1500,"skip_pixels":true}""");
        var reply = await Api.AsyncAsync(Sample);

        var seen = new HashSet<string?>(StringComparer.Ordinal);
        string? status;
        do
        {
            status = (await Api.ReadAsync(reply.TaskId))["status"];
            seen.Add(status);
        }
        while (status is "pending" or "processing");

        Assert.Contains("processing", seen);
        Assert.Equal("completed", status);
    }

    [Fact]
    public async Task Sync_ProcessorFails_Is502AndTheRowHasFailed()
    {
        // Every one: what an earlier test left to the workers may come before this request.
        await Processor.SetFaultsAsync("""{"error_before":{"rate":1}}""");

        var reply = await Api.SyncAsync(Sample);

        Assert.Equal((502, "application/problem+json"), (reply.Status, reply.MediaType));
        Assert.NotNull(reply["trace_id"]);
        Assert.Equal("failed", (await Api.ReadAsync(reply.TaskId))["status"]);
    }

    [Fact]
    public async Task Sync_NotAPicture_Is502WithWordsOfOurOwn()
    {
        var reply = await Api.SyncAsync(Processor.Url + "/health");

        Assert.Equal(502, reply.Status);
        Assert.Equal("What the address serves is not the picture it says it is.", reply["detail"]);
        Assert.Equal(reply["detail"], (await Api.ReadAsync(reply.TaskId))["error_message"]);
    }

    [Fact]
    public async Task Sync_ProcessorAwayForAMoment_GoesOnAndCompletes()
    {
        await Processor.SetFaultsAsync("""{"error_status":503,"error_before":{"next":1},"drop_after":{"next":1}}""");

        var reply = await Api.SyncAsync(Sample, """{"width":20}""");

        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        Assert.Equal("completed", (await Api.EndOfAsync(reply.TaskId))["status"]);
    }

    [Fact]
    public async Task Async_ProcessorStaysAway_FailsWhenItsAttemptsAreUsedUp()
    {
        await Processor.SetFaultsAsync("""{"drop_before":{"rate":1}}""");

        var end = await Api.EndOfAsync((await Api.AsyncAsync(Sample)).TaskId);

        Assert.Equal(("failed", "The image processor could not be reached in time."),
            (end["status"], end["error_message"]));
    }

    [Fact]
    public async Task Async_MalformedAnswer_IsTriedAgain()
    {
        await Processor.SetFaultsAsync("""{"malformed":{"next":1}}""");

        Assert.Equal("completed", (await Api.EndOfAsync((await Api.AsyncAsync(Sample)).TaskId))["status"]);
    }

    [Fact]
    public async Task Sync_CallerGoesAway_ResultIsNotLost()
    {
        await Processor.SetFaultsAsync("""{"latency_ms":1500}""");
        var key = ImagesApi.NewKey();
        using var caller = new CancellationTokenSource();
        var call = Api.SyncAsync(Sample, """{"width":31}""", key, caller.Token);
        ImageRow? row;
        while ((row = await ByKeyAsync(key)) is null)
        {
            Assert.False(call.IsCompleted, "It was over before its row was seen.");
        }

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        var end = await Api.EndOfAsync(row.TaskId);
        Assert.Equal(("completed", "31"), (end["status"], end["width"]));
        Assert.NotEmpty((await Api.ContentAsync(row.TaskId))!);
        Assert.Equal(end.Text, (await Api.SyncAsync(Sample, """{"width":31}""", key)).Text);
    }

    [Theory]
    [InlineData("http://127.0.0.1/a.png")]
    [InlineData("http://2130706433/a.png")]
    [InlineData("http://169.254.169.254/latest/")]
    [InlineData("http://user@example.com/a.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task Process_RefusedUrl_Is422AndNothingIsWritten(string url)
    {
        var before = await CountRowsAsync();

        var replies = new[] { await Api.SyncAsync(url), await Api.AsyncAsync(url) };

        Assert.All(replies, static reply => Assert.Equal((422, "url_refused"), (reply.Status, reply["code"])));
        Assert.Equal(before, await CountRowsAsync());
    }

    [Fact]
    public async Task Process_UnknownOption_IsRefusedByName()
    {
        var reply = await Api.AsyncAsync(Sample, """{"widht":5}""");

        Assert.Equal((422, "option_refused"), (reply.Status, reply["code"]));
        Assert.Contains("widht", reply["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_MalformedJson_Is400()
        => Assert.Equal(400, (await Api.PostAsync("process-sync", "{")).Status);

    [Fact]
    public async Task Sync_SameKeyTwice_IsDoneOnce()
    {
        var key = ImagesApi.NewKey();
        var first = await Api.SyncAsync(Sample, """{"width":33}""", key);

        var second = await Api.SyncAsync(Sample, """{ "width" : 33 }""", key);

        Assert.Equal((200, false), (first.Status, first.IsReplayed));
        Assert.Equal((200, true, first.Text), (second.Status, second.IsReplayed, second.Text));
    }

    [Fact]
    public async Task Process_SameKeyInParallel_IsOneTask()
    {
        var key = ImagesApi.NewKey();

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            n => n % 2 == 0 ? Api.AsyncAsync(Sample, "{}", key) : Api.SyncAsync(Sample, "{}", key)));

        Assert.All(replies, static reply => Assert.True(reply.Status is 200 or 202, reply.Text));
        Assert.Single(replies.Select(static reply => reply.TaskId).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Process_SameKeyWithAnotherPayload_Is422()
    {
        var key = ImagesApi.NewKey();
        await Api.AsyncAsync(Sample, """{"width":1}""", key);

        var reply = await Api.AsyncAsync(Sample, """{"width":2}""", key);

        Assert.Equal((422, "idempotency_key_reused"), (reply.Status, reply["code"]));
    }

    [Fact]
    public async Task Process_MalformedKey_Is400()
        => Assert.Equal(400, (await Api.AsyncAsync(Sample, "{}", "no blanks")).Status);

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("nope")]
    public async Task Read_UnknownTask_Is404(string taskId)
    {
        Assert.Equal(404, (await Api.ReadAsync(taskId)).Status);
        Assert.Null(await Api.ContentAsync(taskId));
    }

    [Fact]
    public async Task Read_DuplicateRows_IsTheNewest()
    {
        var taskId = (await Api.SyncAsync(Sample, """{"width":5}""")).TaskId;
        await Service.QueryAsync(async db =>
        {
            var row = (await db.FindImageAsync(taskId, CancellationToken.None))!;
            (row.Id, row.Width, row.CreatedAt) = (Guid.NewGuid().ToString("N"), 6, row.CreatedAt + 1);
            await db.InsertAsync(row);
            (row.Id, row.Width, row.CreatedAt) = (Guid.NewGuid().ToString("N"), 4, row.CreatedAt - 2);
            return await db.InsertAsync(row);
        });

        Assert.Equal((200, "6"), await Api.ReadAsync(taskId) is var reply ? (reply.Status, reply["width"]) : default);
    }

    [Fact]
    public async Task Sync_WhileTheProcessorWorks_HoldsNoConnection()
    {
        await Processor.SetFaultsAsync("""{"latency_ms":600,"skip_pixels":true}""");

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Api.SyncAsync(Sample)));

        // A hundred callers wait for 0.6 s each; a handful of connections at a time is enough for all of them.
        Assert.All(replies, static reply => Assert.Equal(200, reply.Status));
        var pool = Service.Pools.Api.Snapshot();
        Assert.True(pool.MeanHold < TimeSpan.FromMilliseconds(300), $"Held for {pool.MeanHold} on average.");
        Assert.DoesNotContain(
            Service.Logs.GetSnapshot(),
            static record => record.Message.Contains("external", StringComparison.OrdinalIgnoreCase)
                && record.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    private Task<ImageRow?> ByKeyAsync(string key)
        => Service.QueryAsync(db => db.GetTable<ImageRow>().FirstOrDefaultAsync(i => i.IdempotencyKey == key));
}
