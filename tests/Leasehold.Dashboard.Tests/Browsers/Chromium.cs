using Microsoft.Playwright;

namespace Leasehold.Dashboard.Tests.Browsers;

/// <summary>
/// A real Chromium, shared by all tests: the program that <c>CHROMIUM</c> names, or the path's. Tests are skipped
/// where there is none.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is { } program)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Flags });
        }
    }

    /// <summary>A page in a context of its own, so without cookies; dispose its context.</summary>
    public async Task<IPage> PageAsync(
        Uri address, ColorScheme colours = ColorScheme.Light, ViewportSize? size = null, bool isToWait = true)
    {
        Assert.SkipWhen(
            _browser is null,
            "No Chromium was found: install chromium, or name its program in CHROMIUM.");
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = colours,
            ViewportSize = size ?? new() { Width = 1280, Height = 900 },
        });
        context.SetDefaultTimeout(10_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        if (isToWait)
        {
            await page.GetByText("live", new() { Exact = true }).WaitForAsync();
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

    private static string? Find()
        => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : Names
                .SelectMany(static name => (Environment.GetEnvironmentVariable("PATH") ?? "")
                    .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
}
