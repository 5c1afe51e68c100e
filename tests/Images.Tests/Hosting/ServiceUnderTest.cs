using Leasehold.Images.Blobs;
using Leasehold.LocalServers.Files;
using Leasehold.LocalServers.Network;
using Leasehold.ServiceDefaults.Database;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using LinqToDB.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Leasehold.Images.Tests.Hosting;

/// <summary>The real service on a free port, its blobs in a folder of its own.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new("images-tests-");
    private readonly WebApplication _app;
    private HttpClient? _http;

    public ServiceUnderTest(string processorUrl, params string[] args)
        => _app = ImageService.Build(
            [
                "--environment=Development",
                "--urls=http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Debug",
                $"--IMAGE_PROCESSOR_URL={processorUrl}",
                $"--Images:AllowedHosts:0={new Uri(processorUrl).Authority}",
                $"--Images:Storage:Folder={_folder.Path}",
                "--STORAGE_BUCKET=results",

                // Patient: a processor starts a process for its first picture, which takes a busy machine seconds.
                "--Images:Processor:Timeout=00:00:30",
                "--Images:Processor:MaxAttempts=3",
                "--Leasehold:Durable:Operations:image.process:FirstPause=00:00:00.020",
                .. args,
            ],
            static builder =>
            {
                // The host's own; what exports logs is the service's, and stays.
                var own = builder.Services.Where(static d => d.ServiceType == typeof(ILoggerProvider)
                    && d.ImplementationType is not null);
                foreach (var provider in own.ToList())
                {
                    builder.Services.Remove(provider);
                }

                builder.Logging.AddFakeLogging();
            });

    public ImagesApi Api => new(Http);

    public string Url => _app.Urls.First();

    public string BlobFolder => _folder.File("results");

    public HttpClient Http => _http ??= new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(Url),
        Timeout = TimeSpan.FromMinutes(1),
    };

    public ConnectionPools Pools => _app.Services.GetRequiredService<ConnectionPools>();

    public IServiceProvider Services => _app.Services;

    public FakeLogCollector Logs => _app.Services.GetFakeLogCollector();

    public BlobSweep Sweep => _app.Services.GetRequiredService<BlobSweep>();

    public IEnumerable<string> Blobs
        => Directory.Exists(BlobFolder)
            ? Directory.EnumerateFiles(BlobFolder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(BlobFolder, file))
            : [];

    /// <summary>As if all blobs had been there for years.</summary>
    public void AgeBlobs()
    {
        foreach (var blob in Blobs)
        {
            File.SetLastWriteTimeUtc(
                Path.Combine(BlobFolder, blob), DateTime.UnixEpoch + TimeSpan.FromDays(365 * 50));
        }
    }

    public static async Task<ServiceUnderTest> StartAsync(string processorUrl, params string[] args)
    {
        var service = new ServiceUnderTest(processorUrl, args);
        try
        {
            await service._app.StartAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>A service and a processor that know each other: uploads are fetched from the service.</summary>
    public static async Task<(ProcessorUnderTest Processor, ServiceUnderTest Service)> StartPairAsync(
        params string[] args)
    {
        var port = FreePort.Next();
        var processor = await ProcessorUnderTest.StartAsync($"--Processor:AllowedHosts:0=127.0.0.1:{port}");
        return (processor, await StartAsync(processor.Url, [.. args, $"--urls=http://127.0.0.1:{port}"]));
    }

    public Task StopAsync() => _app.StopAsync();

    /// <summary>Reads or writes the service's tables, beside the service.</summary>
    public Task<T> QueryAsync<T>(Func<DataConnection, Task<T>> query)
        => Pools.InSessionAsync(Workload.Batch, async (session, _) =>
        {
            using var db = _app.Services.GetRequiredService<ServiceDatabase>().On(session);
            return await query(db);
        });

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
