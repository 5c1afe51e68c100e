using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Leasehold.Durable;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Pages;

/// <summary>Dead letters, and the way back for them.</summary>
public sealed class OperationsPageTests(Chromium chromium, ShopFixture fixture)
{
    [Fact]
    public async Task Redrive_OfADeadLetter_AsksFirstAndThenRunsItAgain()
    {
        var (shop, stop) = (fixture.Shop, TestContext.Current.CancellationToken);
        var id = Guid.CreateVersion7();
        await shop.Operations.RunAsync(
            shop.Shipping, (_, _) => Task.FromResult(new DurableStart<string>("order 1") { Id = id }),
            cancellationToken: stop);
        var page = await chromium.PageAsync(shop.Dashboard);
        await using var context = page.Context;

        await page.GetByRole(AriaRole.Tab, new() { Name = "Operations" }).ClickAsync();
        var row = page.Locator("tr", new() { HasText = id.ToString() });
        await Expect(row).ToContainTextAsync(ShipOperation.Trouble);
        await Expect(page.Locator(".lh-findings")).ToContainTextAsync("used up all attempts");

        var redrive = row.GetByRole(AriaRole.Button, new() { Name = "Re-drive" });
        await redrive.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal(DurableState.Dead, (await shop.Operations.FindAsync(id, stop))?.State);

        shop.Shipping.IsReachable = true;
        await redrive.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Re-drive" }).ClickAsync();
        await Expect(page.GetByText("is on its way")).ToBeVisibleAsync();
        await Expect(row).ToHaveCountAsync(0);
        shop.Shipping.IsReachable = false;
        Assert.Equal(DurableState.Completed, (await shop.Operations.FindAsync(id, stop))?.State);
    }
}
