using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Pages;

/// <summary>Colours, keyboard, phones, and that nothing comes from elsewhere.</summary>
public sealed class LookTests(Chromium chromium, ShopFixture fixture)
{
    private const string Light = "rgb(244, 246, 249)";
    private const string Dark = "rgb(16, 21, 28)";

    [Fact]
    public async Task Page_FollowsTheSystemsColours_AlsoWhenTheyChange()
    {
        var page = await chromium.PageAsync(fixture.Shop.Dashboard, ColorScheme.Dark);
        await using var context = page.Context;

        await Expect(page.Locator(".lh-page")).ToHaveCSSAsync("background-color", Dark);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Expect(page.Locator(".lh-page")).ToHaveCSSAsync("background-color", Light);
    }

    [Fact]
    public async Task Colours_WhenChosen_WinOverTheSystemsAndOutlastAReload()
    {
        var page = await chromium.PageAsync(fixture.Shop.Dashboard);
        await using var context = page.Context;

        await page.GetByRole(AriaRole.Button, new() { Name = "Colours" }).ClickAsync();
        await Expect(page.Locator(".lh-page")).ToHaveCSSAsync("background-color", Dark);
        await page.ReloadAsync();
        await Expect(page.Locator(".lh-page")).ToHaveCSSAsync("background-color", Dark);
    }

    [Fact]
    public async Task Keyboard_ReachesTabsAndTables()
    {
        var page = await chromium.PageAsync(fixture.Shop.Dashboard);
        await using var context = page.Context;
        await using var lease = await fixture.Shop.Pools.Api.LeaseAsync(TestContext.Current.CancellationToken);
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Leases now (1)" })).ToBeVisibleAsync();

        await TabToAsync(page, "document.activeElement.getAttribute('role') === 'tab'");
        await page.Keyboard.PressAsync("Tab");
        await TabToAsync(page, "document.activeElement.getAttribute('aria-label')?.startsWith('Leases now')");
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Endpoints" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Endpoints" }))
            .ToHaveAttributeAsync("aria-selected", "true");
    }

    [Fact]
    public async Task Page_OnAPhone_NeedsNoSidewaysScrolling()
    {
        var page = await chromium.PageAsync(fixture.Shop.Dashboard, size: new() { Width = 375, Height = 700 });
        await using var context = page.Context;
        await using var lease = await fixture.Shop.Pools.Api.LeaseAsync(TestContext.Current.CancellationToken);
        var row = page.Locator("tr", new() { HasText = "(no flow)" });

        // Of the Api pool: a worker of the shop may be looking for work at this moment, without a flow too.
        await Expect(row.Filter(new() { HasText = "Api" })).ToBeVisibleAsync();

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task Page_LoadsEverythingFromItsOwnOrigin_AndWithoutAnError()
    {
        var requests = new List<Uri>();
        var faults = new List<string>();
        var page = await chromium.PageAsync(fixture.Shop.Dashboard);
        await using var context = page.Context;
        page.Request += (_, request) => requests.Add(new Uri(request.Url));
        page.WebSocket += (_, socket) => requests.Add(new Uri(socket.Url));
        page.Response += (_, response) => faults.AddRange(response.Ok ? [] : [$"{response.Status} {response.Url}"]);
        page.Console += (_, message) => faults.AddRange(message.Type == "error" ? [message.Text] : []);
        page.PageError += (_, error) => faults.Add(error);

        await page.ReloadAsync();
        await page.GetByText("live", new() { Exact = true }).WaitForAsync();

        Assert.Empty(faults);
        Assert.Contains(requests, static request => request.Scheme == "ws");
        Assert.All(requests.Where(static r => r.Scheme != "data"), request =>
        {
            Assert.Equal(fixture.Shop.Address.Authority, request.Authority);
            Assert.StartsWith("/leasehold/", request.AbsolutePath, StringComparison.Ordinal);
        });
    }

    private static async Task TabToAsync(IPage page, string reached)
    {
        for (var i = 0; i < 40 && !await page.EvaluateAsync<bool>($"!!({reached})"); i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.True(await page.EvaluateAsync<bool>($"!!({reached})"), $"Not reached by 40 presses of Tab: {reached}");
    }
}
