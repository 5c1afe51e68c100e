using Leasehold.Images.Tests.Hosting;
using Leasehold.LocalServers.Files;
using Leasehold.ServiceDefaults.Startup;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Leasehold.Images.Tests.Startup;

public sealed class StartupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("images-tests-");

    [Theory]
    [InlineData("--STORAGE_BUCKET=../up", "STORAGE_BUCKET")]
    [InlineData("--STORAGE_BUCKET=A", "STORAGE_BUCKET")]
    [InlineData("--IMAGE_PROCESSOR_URL=ftp://x/", "IMAGE_PROCESSOR_URL")]
    [InlineData("--Images:AllowedHosts:1=localhost", "Images:AllowedHosts")]
    [InlineData("--Images:PublicUrl=http://images.example", "Images:SourceKey")]
    [InlineData("--Images:SourceKey=short", "Images:SourceKey")]
    [InlineData("--Images:SyncWait=00:00:00", "SyncWait")]
    [InlineData("--Images:BatchConcurrency=0", "BatchConcurrency")]
    public async Task Start_BadSetting_NamesIt(string argument, string name)
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync("http://127.0.0.1:1", argument));

        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProductionWithoutKeys_IsRefusedSayingHowToMakeOne()
    {
        var problem = await Assert.ThrowsAsync<ServiceStartException>(
            () => StartAsync("http://127.0.0.1:1", "--environment=Production"));

        Assert.Contains("new-key", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", true, 1)]
    [InlineData("Production", false, 0)]
    [InlineData("Development", true, 0)]
    public async Task Start_NoDatabaseChosen_IsWarnedOfOutsideDevelopment(
        string environment, bool isDefault, int warnings)
    {
        // The default file lies where the service was started; another's setting of the same name says so in full.
        await using var service = await ServiceUnderTest.StartAsync(
            "http://127.0.0.1:1",
            [
                $"--environment={environment}",
                "--Leasehold:Keys:0:Name=a", "--Leasehold:Keys:0:Tenant=a",
                $"--Leasehold:Keys:0:Hash={new string('a', 64)}",
                .. isDefault ? Array.Empty<string>() : [$"--DATABASE_URL=sqlite:///{_folder.File("chosen.db")}"],
            ]);

        var said = service.Logs.GetSnapshot().Where(static line => line.Id == 4903).ToList();
        Assert.Equal(warnings, said.Count);
        Assert.All(said, static line => Assert.Contains("images.db", line.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_BadAzureConnectionString_IsNotRepeated()
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(
            () => StartAsync("http://127.0.0.1:1", "--Images:Storage:AzureConnectionString=AccountKey=canary-4711"));

        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_Started_IsHealthy()
    {
        await using var service = await StartAsync("http://127.0.0.1:1");

        Assert.Equal(
            """{"status":"healthy","service":"image"}""", (await service.Api.GetAsync("/health")).Text);
    }

    [Fact]
    public async Task Reference_Document_HasEveryRouteAndNoSource()
    {
        await using var service = await StartAsync("http://127.0.0.1:1");

        var document = await service.Api.GetAsync("/openapi/v1.json");

        Assert.Equal(200, document.Status);
        var paths = document.Body.GetProperty("paths").EnumerateObject().Select(static path => path.Name).ToList();
        Assert.Equal(8, paths.Count);
        Assert.DoesNotContain("/api/v1/images/{task_id}/source", paths, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Content_NoBucket_Is404AndTheResultIsAtTheProcessor()
    {
        await using var processor = await ProcessorUnderTest.StartAsync();
        await using var service = await StartAsync(processor.Url, "--STORAGE_BUCKET=", "--Images:Storage:Bucket=");

        var reply = await service.Api.SyncAsync(processor.Url + "/samples/rings.png", """{"width":9}""");

        Assert.Equal((200, "9"), (reply.Status, reply["width"]));
        Assert.Null(await service.Api.ContentAsync(reply.TaskId));
        Assert.NotEmpty(await processor.Http.GetByteArrayAsync(new Uri(reply["processed_url"]!)));
    }

    [Fact]
    public async Task Sync_LongerThanItsWait_Is202AndTheResultComes()
    {
        await using var processor = await ProcessorUnderTest.StartAsync();
        await processor.SetFaultsAsync("""{"latency_ms":600}""");
        await using var service = await StartAsync(processor.Url, "--Images:SyncWait=00:00:00.100");

        var reply = await service.Api.SyncAsync(processor.Url + "/samples/rings.png", """{"width":9}""");

        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        Assert.Equal($"/api/v1/images/{reply.TaskId}", reply.Headers.Location?.ToString());
        Assert.Equal("completed", (await service.Api.EndOfAsync(reply.TaskId))["status"]);
    }

    [Fact]
    public async Task Upload_TooLarge_Is413AndNothingIsKept()
    {
        await using var service = await StartAsync("http://127.0.0.1:1", "--Images:MaxUploadBytes=1024");

        var reply = await service.Api.UploadAsync([.. Pictures.In("png"), .. new byte[20_000]]);

        Assert.Equal(413, reply.Status);
        Assert.Empty(service.Blobs);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private Task<ServiceUnderTest> StartAsync(string processorUrl, params string[] args)
        => ServiceUnderTest.StartAsync(
            processorUrl, [$"--DATABASE_URL=sqlite:///{_folder.File("startup.db")}", .. args]);
}
