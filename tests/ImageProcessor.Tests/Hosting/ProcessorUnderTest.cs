using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.Simulators.ImageProcessor.Tests.Hosting;

/// <summary>The real processor on a free port.</summary>
internal sealed partial class ProcessorUnderTest : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("processor-tests-").FullName;
    private readonly WebApplication _app;

    private ProcessorUnderTest(string[] args, bool isOnItsOwn)
        => _app = ImageProcessorHost.Build(
            ["--urls=http://127.0.0.1:0", $"--Processor:Results={Path.Combine(_folder, "results")}", .. args],
            builder =>
            {
                if (!isOnItsOwn)
                {
                    SharePixelProcesses(builder);
                }
            });

    public HttpClient Http { get; private set; } = new();

    public string Url => _app.Urls.First();

    public IServiceProvider Services => _app.Services;

    public IEnumerable<string> ResultFiles => Directory.EnumerateFiles(Path.Combine(_folder, "results"));

    public static Task<ProcessorUnderTest> StartAsync(params string[] args) => StartAsync(isOnItsOwn: false, args);

    /// <summary>One whose pixel processes nobody else uses.</summary>
    public static Task<ProcessorUnderTest> StartAloneAsync(PictureSite site, params string[] args)
        => StartAsync(isOnItsOwn: true, [$"--Processor:AllowedHosts:0={site.HostAndPort}", .. args]);

    /// <summary>One that may fetch from the site.</summary>
    public static Task<ProcessorUnderTest> StartAsync(PictureSite site, params string[] args)
        => StartAsync([$"--Processor:AllowedHosts:0={site.HostAndPort}", .. args]);

    public async Task<Reply> ProcessAsync(string? url, string options = "null", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/process")
        {
            Content = new StringContent(
                $$"""{"image_url":{{JsonSerializer.Serialize(url)}},"options":{{options}},"unknown":1}""",
                Encoding.UTF8,
                "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await Http.SendAsync(request);
        return new Reply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Processes a picture that the site serves; the result's bytes.</summary>
    public async Task<byte[]> ProcessedAsync(PictureSite site, byte[] picture, string options)
    {
        var reply = await ProcessAsync(site.Serve(picture), options);
        Assert.True(reply.Status == 200, reply.Text);
        var bytes = await Http.GetByteArrayAsync(new Uri(reply["processed_url"]!));
        Assert.Equal(reply["file_size"], $"{bytes.Length}");
        return bytes;
    }

    /// <summary>How many pictures it has processed.</summary>
    public async Task<int> ProcessedCountAsync()
        => JsonDocument.Parse(await Http.GetStringAsync("/control/stats")).RootElement
            .GetProperty("processed").GetInt32();

    public async Task SetFaultsAsync(string json)
    {
        using var answer = await Http.PutAsync(
            "/control/faults", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Where there are many processors in one process, they need not each start their own.</summary>
    static partial void SharePixelProcesses(WebApplicationBuilder builder);

    private static async Task<ProcessorUnderTest> StartAsync(bool isOnItsOwn, string[] args)
    {
        var processor = new ProcessorUnderTest(args, isOnItsOwn);
        await processor._app.StartAsync();
        processor.Http = new HttpClient { BaseAddress = new Uri(processor.Url) };
        return processor;
    }
}
