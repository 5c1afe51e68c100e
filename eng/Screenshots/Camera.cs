using Leasehold.LocalServers.Browsers;
using Microsoft.Playwright;

namespace Leasehold.Screenshots;

/// <summary>Takes pictures of pages in a real browser.</summary>
internal sealed class Camera : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly string _folder;

    private Camera(IPlaywright playwright, IBrowser browser, string folder)
    {
        _playwright = playwright;
        _browser = browser;
        _folder = folder;
    }

    public static async Task<Camera> OpenAsync(string folder)
    {
        var program = ChromiumProgram.Find() ?? throw new InvalidOperationException(ChromiumProgram.Missing);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = program, Args = ChromiumProgram.Flags });
        Directory.CreateDirectory(folder);
        return new Camera(playwright, browser, folder);
    }

    /// <summary>A picture of what a page shows once it is as it should be.</summary>
    public async Task TakeAsync(
        string name, Uri address, ColorScheme colours, Func<IPage, Task> isReady, int width = 1440, int height = 1180)
    {
        await using var context = await _browser.NewContextAsync(new()
        {
            ColorScheme = colours,
            ViewportSize = new() { Width = width, Height = height },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await isReady(page);
        var path = Path.Combine(_folder, name + ".png");
        await page.ScreenshotAsync(new() { Path = path });
        Console.WriteLine($"{path} ({new FileInfo(path).Length / 1024} KB)");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
