using Leasehold.LocalServers.Browsers;
using Microsoft.Playwright;

namespace Leasehold.Dashboard.Tests.Browsers;

/// <summary>
/// A real Chromium, shared by all tests: the program that <c>CHROMIUM</c> names, or the path's. Tests are skipped
/// where there is none.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const float TimeoutMs = 20_000; // a busy machine's, not the page's

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (ChromiumProgram.Find() is { } program)
        {
            Assertions.SetDefaultExpectTimeout(TimeoutMs);
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = program, Args = ChromiumProgram.Flags });
        }
    }

    /// <summary>A page in a context of its own, so without cookies; dispose its context.</summary>
    public async Task<IPage> PageAsync(
        Uri address,
        ColorScheme colours = ColorScheme.Light,
        ViewportSize? size = null,
        bool isToWait = true,
        string locale = "en-US")
    {
        Assert.SkipWhen(_browser is null, ChromiumProgram.Missing);
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = colours,
            Locale = locale,
            ViewportSize = size ?? new() { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(TimeoutMs);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        if (isToWait)
        {
            await page.GetByText(Words.In(locale[..2]).Live, new() { Exact = true }).WaitForAsync();
        }

        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
