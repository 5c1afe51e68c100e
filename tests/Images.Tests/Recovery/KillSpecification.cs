using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Images.Tests.Recovery;

/// <summary>A process is killed in the middle of its work; another one, or the next, finishes it.</summary>
public abstract class KillSpecification(DatabaseFixture database)
{
    private const int Jobs = 40;
    private const int EnoughToShare = 4;
    private const string Slowly = """{"latency_ms":400,"skip_pixels":true}""";

    /// <summary>Whether two processes may share the database.</summary>
    protected virtual bool IsShared => true;

    [Fact]
    public async Task Kill_MidWay_LosesNoImageBatchItemOrWaitingCaller()
    {
        var settings = await database.NewDatabaseAsync();
        Assert.SkipWhen(settings is null, database.MissingReason ?? "");
        using var folder = new TemporaryFolder("images-tests-");
        await using var processor = await ProcessorUnderTest.StartAsync();
        await using var other = await ProcessorUnderTest.StartAsync();
        await processor.SetFaultsAsync(Slowly);
        await other.SetFaultsAsync(Slowly);
        string[] args = [.. settings!, .. Settings(processor, folder)];

        // A processor each: it shows which of the two has done how much.
        await using var first = await ChildService.StartAsync(args);
        await using var second = IsShared
            ? await ChildService.StartAsync([.. args, $"--IMAGE_PROCESSOR_URL={other.Url}"]) : null;
        var sample = processor.Url + "/samples/rings.png";

        var items = string.Join(',', Enumerable.Repeat($$"""{"url":"{{sample}}"}""", Jobs));
        var batchId = (await first.Api.BatchAsync($$"""{"items":[{{items}}]}"""))["batch_id"]!;
        var tasks = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(_ => first.Api.AsyncAsync(sample)));
        await (IsShared ? WaitUntilSharedAsync(processor, other) : WaitUntilWorkingAsync(first, tasks));

        // It waits for longer than it takes to kill its service.
        await processor.SetFaultsAsync("""{"latency_ms":3000,"skip_pixels":true}""");
        var waiting = first.Api.SyncAsync(sample, "{}", "waiting-caller");
        await first.Api.GetAsync("/health");
        await first.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);

        await processor.SetFaultsAsync(Slowly);
        await using var third = second is null ? await ChildService.StartAsync(args) : null;
        var api = (second ?? third)!.Api;
        foreach (var task in tasks)
        {
            Assert.Equal(202, task.Status);
            Assert.Equal("completed", (await api.EndOfAsync(task.TaskId))["status"]);
        }

        var batch = await api.EndOfBatchAsync(batchId);
        Assert.Equal($"{Jobs}", batch["completed"]);
        var repeat = await api.SyncAsync(sample, "{}", "waiting-caller");
        Assert.True(repeat.Status is 200 or 202, repeat.Text);
        Assert.Equal("completed", (await api.EndOfAsync(repeat.TaskId))["status"]);
    }

    private static async Task WaitUntilSharedAsync(ProcessorUnderTest one, ProcessorUnderTest other)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (await one.ProcessedCountAsync() < EnoughToShare || await other.ProcessedCountAsync() < EnoughToShare)
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(30),
                "One of the two does nothing.");
        }
    }

    private static string[] Settings(ProcessorUnderTest processor, TemporaryFolder folder) =>
    [
        $"--IMAGE_PROCESSOR_URL={processor.Url}",
        $"--Images:AllowedHosts:0={new Uri(processor.Url).Authority}",
        $"--Images:Storage:Folder={folder.Path}",
        "--Leasehold:Durable:Claim=00:00:02",
        "--Leasehold:Durable:PollInterval=00:00:00.500",
        "--Leasehold:Durable:MaxConcurrency=4",
        "--Images:BatchConcurrency=2",
    ];

    private static async Task WaitUntilWorkingAsync(ChildService service, ServiceReply[] tasks)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            foreach (var task in tasks)
            {
                if ((await service.Api.ReadAsync(task.TaskId))["status"] is "processing")
                {
                    return;
                }
            }

            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(30), "Nothing is done.");
        }
    }
}
