using System.Net;
using System.Net.Sockets;
using Leasehold.Simulators.ImageProcessor.Fetching;
using Leasehold.Simulators.ImageProcessor.Hosting;
using Leasehold.Simulators.ImageProcessor.Pixels;
using Leasehold.Simulators.ImageProcessor.Tests.Hosting;

namespace Leasehold.Simulators.ImageProcessor.Tests.Fetching;

/// <summary>Downloads from a site that does not play by the rules.</summary>
public sealed class PictureDownloadTests : IAsyncLifetime
{
    private const int MaxBytes = 64 * 1024;

    private PictureSite _site = null!;
    private ProcessorUnderTest _processor = null!;

    public async ValueTask InitializeAsync()
    {
        _site = await PictureSite.StartAsync();
        _processor = await ProcessorUnderTest.StartAsync(
            _site, $"--Processor:MaxBytes={MaxBytes}", "--Processor:DownloadTimeout=00:00:01");
    }

    public async ValueTask DisposeAsync()
    {
        await _processor.DisposeAsync();
        await _site.DisposeAsync();
    }

    [Fact]
    public async Task Fetch_ThreeRedirects_IsFollowed()
    {
        var url = _site.Serve(Pictures.In("png"), "image/png");
        for (var hop = 0; hop < 3; hop++)
        {
            url = _site.Redirect(url);
        }

        Assert.Equal(200, (await _processor.ProcessAsync(url)).Status);
    }

    [Fact]
    public async Task Fetch_FourRedirects_IsRefused()
    {
        var url = _site.Serve(Pictures.In("png"), "image/png");
        for (var hop = 0; hop < 4; hop++)
        {
            url = _site.Redirect(url);
        }

        await AssertNotFetchedAsync(url);
    }

    [Fact]
    public async Task Fetch_RelativeRedirect_IsFollowed()
    {
        var path = new Uri(_site.Serve(Pictures.In("png"))).AbsolutePath;

        Assert.Equal(200, (await _processor.ProcessAsync(_site.Redirect(path))).Status);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://user@example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    public async Task Fetch_RedirectToWhatIsRefused_IsNotFollowed(string target)
        => await AssertNotFetchedAsync(_site.Redirect(target));

    [Theory]
    [InlineData("https://secure.example/a", "http://plain.example/b")]
    [InlineData("http://plain.example/a", "http://127.0.0.1/b")]
    [InlineData("http://plain.example/a", "http://plain.example:8080/b")]
    [InlineData("http://plain.example/a", "http://user@plain.example/b")]
    [InlineData("http://plain.example/a", "http://2130706433/b")]
    [InlineData("http://plain.example/a", "http://[::ffff:808:808]/b")]
    [InlineData("http://plain.example/a", "ftp://plain.example/b")]
    public async Task Fetch_RedirectToWhatIsRefused_NeverAsksThere(string first, string second)
    {
        using var handler = new ScriptedHandler((first, second), (second, null));
        using var http = new HttpClient(handler);
        var download = new PictureDownload(http, new ProcessorSettings(), TimeProvider.System);

        await Assert.ThrowsAsync<PictureRefusedException>(
            () => download.FetchAsync(first, TestContext.Current.CancellationToken));

        Assert.Equal([first], handler.Asked);
    }

    [Theory]
    [InlineData("ftp://example.com/a.png")]
    [InlineData("http://user:secret@example.com/a.png")]
    [InlineData("http://example.com:22/a.png")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://0x7f.1/a.png")]
    [InlineData("http://metadata.google.internal/")]
    public async Task Fetch_UrlThatTheRuleRefuses_IsRefusedByItsText(string url)
        => Assert.Equal("url_refused", (await _processor.ProcessAsync(url))["code"]);

    [Fact]
    public async Task Fetch_PlainBodyDeclaredAsCompressed_IsRefused()
    {
        var png = Pictures.In("png");
        var url = _site.Serve(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(png);
        });

        Assert.Equal("not_a_picture", (await _processor.ProcessAsync(url))["code"]);
    }

    [Fact]
    public async Task Fetch_TooManyBytesAnnounced_IsRefused()
        => Assert.Equal("too_large", (await _processor.ProcessAsync(_site.Serve(new byte[MaxBytes + 1])))["code"]);

    [Fact]
    public async Task Fetch_EndlessBodyWithoutLength_IsRefusedAtTheCap()
    {
        var sent = 0L;
        var url = _site.Serve(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
                sent += 4096;
            }
        });

        Assert.Equal("too_large", (await _processor.ProcessAsync(url))["code"]);
        Assert.True(sent < 64 * 1024 * 1024, $"{sent} bytes were taken.");
    }

    [Fact]
    public async Task Fetch_LessThanAnnounced_IsRefused()
    {
        var png = Pictures.In("png");
        await AssertNotFetchedAsync(_site.Serve(async context =>
        {
            context.Response.ContentLength = png.Length + 1000;
            await context.Response.Body.WriteAsync(png);
            await context.Response.Body.FlushAsync();
            context.Abort();
        }));
    }

    [Fact]
    public async Task Fetch_SlowDrip_IsRefusedAtTheDeadline()
        => await AssertNotFetchedAsync(_site.Serve(async context =>
        {
            foreach (var value in Pictures.In("png", 8, 8))
            {
                await context.Response.Body.WriteAsync(new[] { value }, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);

                // Slower than the deadline for the whole, never slow enough for a time-out between two bytes.
                await Task.Delay(TimeSpan.FromMilliseconds(100), context.RequestAborted);
            }
        }));

    [Fact]
    public async Task Fetch_CompressedBody_IsRefused()
    {
        var png = Pictures.In("png");
        var url = _site.Serve(async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new System.IO.Compression.GZipStream(
                context.Response.Body, System.IO.Compression.CompressionLevel.Optimal);
            await packed.WriteAsync(png);
        });

        Assert.Equal("not_a_picture", (await _processor.ProcessAsync(url))["code"]);
    }

    [Theory]
    [InlineData("png", "image/jpeg")]
    [InlineData("jpeg", "text/html")]
    [InlineData("gif", "image/svg+xml")]
    public async Task Fetch_DeclaredAsSomethingElse_IsRefused(string format, string type)
        => Assert.Equal(
            "not_a_picture", (await _processor.ProcessAsync(_site.Serve(Pictures.In(format), type)))["code"]);

    [Fact]
    public async Task Fetch_WhateverFails_TheAnswerIsTheSame()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var missing = await _processor.ProcessAsync(_site.Url + "/missing");
        var closedPort = await _processor.ProcessAsync(_site.Redirect($"http://127.0.0.1:{port}/"));
        var openPort = await _processor.ProcessAsync(_site.Redirect(_processor.Url.Replace(
            "127.0.0.1", "localhost", StringComparison.Ordinal)));

        Assert.Equal(missing.Refusal, closedPort.Refusal);
        Assert.Equal(missing.Refusal, openPort.Refusal);
    }

    [Fact]
    public async Task Fetch_HostsThatMayBeReached_TheAnswerDoesNotTellOneFailureFromAnother()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var closedPort = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var silentPort = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var processor = await ProcessorUnderTest.StartAsync(
            _site,
            $"--Processor:AllowedHosts:1=127.0.0.1:{closedPort}",
            $"--Processor:AllowedHosts:2=127.0.0.1:{silentPort}",
            "--Processor:DownloadTimeout=00:00:01");

        var missing = await processor.ProcessAsync(_site.Url + "/missing");
        var refused = await processor.ProcessAsync($"http://127.0.0.1:{closedPort}/");
        var unanswered = await processor.ProcessAsync($"http://127.0.0.1:{silentPort}/");
        var garbled = await processor.ProcessAsync(_site.Serve(static context =>
        {
            context.Abort();
            return Task.CompletedTask;
        }));

        Assert.Equal((422, "fetch_failed"), (missing.Status, missing["code"]));
        Assert.All(
            new[] { refused, unanswered, garbled }, reply => Assert.Equal(missing.Refusal, reply.Refusal));
    }

    private async Task AssertNotFetchedAsync(string url)
        => Assert.Equal((422, "fetch_failed"), (await _processor.ProcessAsync(url)) is var reply
            ? (reply.Status, reply["code"]) : default);
}
