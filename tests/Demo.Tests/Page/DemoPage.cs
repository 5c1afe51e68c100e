using Leasehold.Demo.Page;
using Leasehold.LocalServers.Browsers;
using Leasehold.LocalServers.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace Leasehold.Demo.Tests.Page;

/// <summary>The page on a free port, and a real Chromium; tests are skipped where there is none.</summary>
public sealed class DemoPage : IAsyncLifetime
{
    private static readonly TimeSpan PlayTime = TimeSpan.FromSeconds(4);
    private const float TimeoutMs = 30_000;

    private readonly TemporaryFolder _data = new("leasehold-demo-page-");
    private WebApplication? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Uri Address => new(_host!.Urls.First());

    public async ValueTask InitializeAsync()
    {
        _host = PageHost.Build(new PageOptions("http://127.0.0.1:0", DemoAddresses.Usual, _data.Path, PlayTime));
        await _host.StartAsync();
        if (ChromiumProgram.Find() is { } program)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = program, Args = ChromiumProgram.Flags });
        }
    }

    /// <summary>The page in a context of its own; dispose the context.</summary>
    public async Task<IPage> OpenAsync(ColorScheme colours = ColorScheme.Light, string locale = "en-US")
    {
        Assert.SkipWhen(_browser is null, ChromiumProgram.Missing);
        var context = await _browser.NewContextAsync(new() { ColorScheme = colours, Locale = locale });
        context.SetDefaultTimeout(TimeoutMs);
        Assertions.SetDefaultExpectTimeout(TimeoutMs);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_host is not null)
        {
            await _host.StopAsync();
            await _host.DisposeAsync();
        }

        _data.Dispose();
    }
}
