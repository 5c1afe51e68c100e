using System.Net.Http.Headers;
using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Leasehold.ServiceDefaults.Callers;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Leasehold.Images.Tests.Callers;

public sealed class CallerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("images-tests-");
    private readonly NewApiKey _acme = ApiKeys.Create();
    private readonly NewApiKey _globex = ApiKeys.Create();

    [Fact]
    public async Task Read_AnotherTenantsTaskContentOrBatch_Is404()
    {
        await using var processor = await ProcessorUnderTest.StartAsync();
        await using var service = await StartAsync(processor);
        var sample = processor.Url + "/samples/rings.png";
        As(service, _acme);
        var taskId = (await service.Api.SyncAsync(sample, """{"width":5}""")).TaskId;
        var batchId = (await service.Api.BatchAsync($$"""{"items":[{"url":"{{sample}}"}]}"""))["batch_id"]!;
        Assert.Equal(200, (await service.Api.ReadAsync(taskId)).Status);

        As(service, _globex);

        Assert.Equal(404, (await service.Api.ReadAsync(taskId)).Status);
        Assert.Equal(404, (await service.Api.ReadBatchAsync(batchId)).Status);
        Assert.Null(await service.Api.ContentAsync(taskId));
    }

    [Fact]
    public async Task Process_SameIdempotencyKeyOfTwoTenants_IsTwoTasks()
    {
        await using var processor = await ProcessorUnderTest.StartAsync();
        await using var service = await StartAsync(processor);
        var sample = processor.Url + "/samples/rings.png";
        As(service, _acme);
        var first = await service.Api.AsyncAsync(sample, "{}", "same-key");
        As(service, _globex);
        var second = await service.Api.AsyncAsync(sample, "{}", "same-key");

        Assert.Equal((202, 202), (first.Status, second.Status));
        Assert.NotEqual(first.TaskId, second.TaskId, StringComparer.Ordinal);
    }

    [Fact]
    public async Task AnyRoute_WithoutAKey_Is401()
    {
        await using var processor = await ProcessorUnderTest.StartAsync();
        await using var service = await StartAsync(processor);

        Assert.Equal(401, (await service.Api.AsyncAsync("http://example.com/")).Status);
        Assert.Equal(401, (await service.Api.ReadAsync(Guid.NewGuid().ToString("N"))).Status);
        Assert.Equal(200, (await service.Api.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task AnyRoute_AboveTheRateLimit_Is429BeforeTheIdempotencyLayer()
    {
        await using var processor = await ProcessorUnderTest.StartAsync();
        await using var service = await StartAsync(
            processor, "--Leasehold:RateLimit:PerSecond=1", "--Leasehold:RateLimit:Burst=1");
        As(service, _acme);
        var sample = processor.Url + "/samples/rings.png";
        var first = await service.Api.AsyncAsync(sample, "{}", "key-1");

        // On a slow machine a place comes back between two of them, but not fifty times.
        var repeat = first;
        for (var count = 0; count < 50 && repeat.Status == 202; count++)
        {
            repeat = await service.Api.AsyncAsync(sample, "{}", "key-1");
        }

        Assert.Equal((202, 429), (first.Status, repeat.Status));
        Assert.NotNull(repeat.Headers.RetryAfter);
        Assert.False(repeat.IsReplayed);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private static void As(ServiceUnderTest service, NewApiKey key)
        => service.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);

    private Task<ServiceUnderTest> StartAsync(ProcessorUnderTest processor, params string[] args)
        => ServiceUnderTest.StartAsync(
            processor.Url,
            [
                $"--DATABASE_URL=sqlite:///{_folder.File("callers.db")}",
                "--Leasehold:Keys:0:Name=shop",
                "--Leasehold:Keys:0:Tenant=acme",
                $"--Leasehold:Keys:0:Hash={_acme.Hash}",
                "--Leasehold:Keys:1:Name=other-shop",
                "--Leasehold:Keys:1:Tenant=globex",
                $"--Leasehold:Keys:1:Hash={_globex.Hash}",
                .. args,
            ]);
}
