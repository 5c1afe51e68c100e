using Leasehold.Durable;
using Leasehold.Images.Images;
using Leasehold.Images.Tests.Databases;
using Leasehold.Images.Tests.Hosting;
using Leasehold.Testing.Servers.Fuzzing;
using LinqToDB;
using LinqToDB.Async;
using Microsoft.Extensions.DependencyInjection;

namespace Leasehold.Images.Tests.Fuzzing;

/// <summary>Anything is sent to the service: nothing is answered 500, hangs, leaks, or stays open for ever.</summary>
/// <remarks>
/// The full number as one command: <c>LEASEHOLD_FUZZ_REQUESTS=500000 dotnet Images.Tests.dll -class "*Fuzz*"</c>.
/// <c>LEASEHOLD_FUZZ_SEED</c> picks other requests; a failure names its seed and the request.
/// </remarks>
public abstract class FuzzSpecification(DatabaseFixture database, int requests)
{
    // Of a processor that fails now and then in each of its ways, but neither hangs nor drops every request.
    private const string Faults =
        """
        {"error_before":{"rate":0.1},"error_after":{"rate":0.05},"malformed":{"rate":0.05},
         "drop_after":{"rate":0.05},"too_many_requests":{"rate":0.05}}
        """;

    [Fact]
    public async Task AnyRequest_IsAnsweredWithoutAFault()
    {
        Assert.SkipWhen(database.MissingReason is not null, database.MissingReason ?? "");
        var (processor, service) = await ServiceUnderTest.StartPairAsync(
        [
            .. (await database.NewDatabaseAsync())!,
            "--Logging:LogLevel:Default=Error",
            "--Images:SyncWait=00:00:02",
            "--Leasehold:Durable:PollInterval=00:00:00.200",
            "--Leasehold:Durable:Operations:image.process:LongestPause=00:00:00.200",
        ]);
        await using var disposeProcessor = processor;
        await using var disposeService = service;
        var ids = new List<string>();
        for (var n = 0; n < 30; n++)
        {
            // Every third one is no picture, so that there is something to try again.
            var url = processor.Url + (n % 3 == 0 ? "/health" : "/samples/rings.png");
            ids.Add((await service.Api.AsyncAsync(url, """{"width":9}""")).TaskId);
        }

        var batch = await service.Api.BatchAsync($$"""{"items":[{"url":"{{processor.Url}}/health"}]}""");
        ids.Add(batch["batch_id"]!);
        await processor.SetFaultsAsync(Faults);
        var run = new FuzzRun(requests);
        var source = new ImageRequests(processor.Url, ids, run.Keys(60));

        await run.SendAsync(service.Http.BaseAddress!, source.Next);

        TestContext.Current.TestOutputHelper?.WriteLine($"{run}");
        Assert.True(run.Faults.Length == 0, run.Faults);
        Assert.True(
            run.Statuses.Keys.Count(static s => s is 200 or 202 or 204 or 400 or 404 or 405 or 409 or 415 or 422) >= 8,
            $"{run}");
        await processor.SetFaultsAsync("{}");
        await QuietAsync(service);
    }

    // Each image ends, and with it its operation; nobody holds a place any more.
    private static async Task QuietAsync(ServiceUnderTest service)
    {
        var durable = service.Services.GetRequiredService<DurableOperations>();
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var open = await service.QueryAsync(static db => db.GetTable<ImageRow>().CountAsync(static i =>
                i.Status == ImageStates.Pending || i.Status == ImageStates.Processing));
            var running = (await durable.ListAsync(DurableState.Prepared)).Count;
            var pools = service.Pools.Snapshot();
            var held = pools.Sum(static p => p.InUse + p.OverflowInUse + p.Waiting);
            if (open + running + held == 0)
            {
                Assert.Equal(0, pools.Sum(static p => p.Leaked));
                return;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(90),
                $"{open} images and {running} operations open, {held} places held.");
            await Task.Yield();
        }
    }
}
