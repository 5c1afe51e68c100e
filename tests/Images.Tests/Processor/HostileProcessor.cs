using System.Globalization;
using System.Text.Json;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Leasehold.Images.Tests.Processor;

/// <summary>A processor that answers /process with whatever a test says, and serves whatever it is told to.</summary>
internal sealed class HostileProcessor : IAsyncDisposable
{
    private readonly PictureSite _site;

    private HostileProcessor(PictureSite site) => _site = site;

    public PictureSite Site => _site;

    public string Url => _site.Url;

    /// <summary>Headers of the last question.</summary>
    public IReadOnlyDictionary<string, string>? Asked { get; private set; }

    public static async Task<HostileProcessor> StartAsync() => new(await PictureSite.StartAsync());

    /// <summary>From now on the result is at that address.</summary>
    public void AnswerWith(string processedUrl, long fileSize = 1)
        => Answer($$"""
            {"processed_url":{{JsonSerializer.Serialize(processedUrl)}},"width":1,"height":1,
             "file_size":{{fileSize.ToString(CultureInfo.InvariantCulture)}},"processing_time":0.5}
            """);

    public void Answer(string body, int status = 200)
        => _site.ServeAt("/process", async context =>
        {
            Asked = context.Request.Headers.ToDictionary(
                static header => header.Key,
                static header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        });

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
