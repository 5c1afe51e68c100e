using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Leasehold.Simulators.ImageProcessor.Tests.Hosting;

/// <summary>A web site that serves whatever a test tells it to, well-behaved or not.</summary>
internal sealed class PictureSite : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _pages = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private int _sequence;
    private int _requests;

    private PictureSite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return _pages.TryGetValue(context.Request.Path, out var page) ? page(context) : NotThere(context);
        });
    }

    public string Url => _app.Urls.First();

    public string HostAndPort => new Uri(Url).Authority;

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<PictureSite> StartAsync()
    {
        var site = new PictureSite();
        await site._app.StartAsync();
        return site;
    }

    /// <summary>The address at which the page is from now on.</summary>
    public string Serve(RequestDelegate page)
    {
        var path = "/" + Interlocked.Increment(ref _sequence).ToString(CultureInfo.InvariantCulture);
        _pages[path] = page;
        return Url + path;
    }

    public void ServeAt(string path, RequestDelegate page) => _pages[path] = page;

    public string Serve(byte[] bytes, string? type = null)
        => Serve(async context =>
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        });

    public string Redirect(string location, int status = 302)
        => Serve(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task NotThere(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
