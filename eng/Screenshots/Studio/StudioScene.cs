using Microsoft.Playwright;

namespace Leasehold.Screenshots.Studio;

/// <summary>The dashboard of a studio that renders the wrong way while callers queue.</summary>
internal static class StudioScene
{
    /// <summary>Enough for a chart with a before and an after.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(12);

    public static async Task PhotographAsync(Camera camera)
    {
        await using var studio = await StudioApp.StartAsync();
        using var stop = new CancellationTokenSource();
        var dashboard = new Uri(studio.Address, "/leasehold/");
        var looking = camera.TakeAsync("dashboard-light", dashboard, ColorScheme.Light, async page =>
        {
            await Task.Delay(Calm);
            studio.Render();
            await Task.Delay(Busy);
            await page.GetByText("across an external call").First.WaitForAsync();
        });
        var traffic = studio.TrafficAsync(stop.Token);
        await studio.LoseAnOrderAsync();
        await looking;
        await camera.TakeAsync("dashboard-dark", dashboard, ColorScheme.Dark, static async page =>
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = "Endpoints" }).ClickAsync();
            await page.Locator("tr", new() { HasText = "GET /songs" }).First.WaitForAsync();
            await Task.Delay(TimeSpan.FromSeconds(1)); // the mark below the tab has moved
        });
        await camera.TakeAsync("dashboard-phone", dashboard, ColorScheme.Dark, static async page =>
            await page.GetByText("across an external call").First.WaitForAsync(), 390, 1200);
        await stop.CancelAsync();
        await traffic;
    }
}
