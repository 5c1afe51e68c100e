using System.Text.RegularExpressions;
using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Pages;

/// <summary>What is pushed to an open page.</summary>
public sealed partial class LivePageTests(Chromium chromium, ShopFixture fixture)
{
    /// <summary>The promise: this long after it happens at the latest.</summary>
    private const float PromiseMs = 2_000;

    private const int RegexTimeoutMs = 1_000;

    private ShopApp Shop => fixture.Shop;

    [Fact]
    public async Task HeldLease_AcrossAnExternalCall_IsShownWithinTwoSeconds()
    {
        var page = await chromium.PageAsync(Shop.Dashboard);
        await using var context = page.Context;

        var render = await Shop.StartRenderAsync();
        var row = page.Locator("tr", new() { HasText = "POST /render" });
        await Expect(row).ToContainTextAsync(
            $"external call to {Shop.Supplier.Address.Authority}", new() { Timeout = PromiseMs });

        await Expect(row).ToContainTextAsync(SourceLine());
        await Expect(page.Locator(".lh-findings")).ToContainTextAsync(
            "POST /render holds a connection of pool Api (default) across an external call to");
        await Expect(page.Locator(".lh-findings")).ToContainTextAsync("Split it into three stages");

        Shop.Supplier.Answer();
        await render;
        await Expect(row).ToHaveCountAsync(0, new() { Timeout = PromiseMs });
    }

    [Fact]
    public async Task Chart_WhileLeasesComeAndGo_IsRedrawnWithoutReload()
    {
        var page = await chromium.PageAsync(Shop.Dashboard);
        await using var context = page.Context;
        await page.EvaluateAsync("window.isTheSamePage = true");
        await Expect(page.GetByLabel("Pools of reports").Locator("[data-pool]")).ToHaveCountAsync(3);
        var chart = page.GetByLabel("Pools of default").Locator("[data-pool=Api]").GetByRole(AriaRole.Img);
        var before = await chart.Locator("path.lh-line-use").GetAttributeAsync("d");

        await using (await Shop.Pools.Api.LeaseAsync(TestContext.Current.CancellationToken))
        await using (await Shop.Pools.Api.LeaseAsync(TestContext.Current.CancellationToken))
        {
            await Expect(chart).ToHaveAttributeAsync("aria-label", TwoInUse());
        }

        await Expect(chart).ToHaveAttributeAsync("aria-label", NoneInUse());
        var after = await chart.Locator("path.lh-line-use").GetAttributeAsync("d");
        Assert.NotEqual(before, after, StringComparer.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("window.isTheSamePage === true"));
    }

    [Fact]
    public async Task OpenPage_IsNoEndlessFlow_AndItsReadsAreNamedByThemselves()
    {
        var page = await chromium.PageAsync(Shop.Dashboard);
        await using var context = page.Context;

        await page.GetByRole(AriaRole.Tab, new() { Name = "Endpoints" }).ClickAsync();
        await Expect(page.Locator("tr", new() { HasText = DurableReader.FlowName })).ToBeVisibleAsync();

        Assert.DoesNotContain(
            Shop.Pools.Attribution.Read(),
            static usage => usage.Endpoint.Contains(DashboardMount.Tail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RecordNow_MakesARecord_ThatCanBeViewedAndDownloaded()
    {
        var page = await chromium.PageAsync(Shop.Dashboard);
        await using var context = page.Context;
        await page.GetByRole(AriaRole.Tab, new() { Name = "Flight records" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Record now: reports" }).ClickAsync();
        var row = page.Locator("tr", new() { HasText = "Asked for on the dashboard by local." }).First;
        await row.GetByRole(AriaRole.Button, new() { Name = "View" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Waiters, the longest first");
        await page.Keyboard.PressAsync("Escape");

        var link = row.GetByRole(AriaRole.Link, new() { Name = "Download" });
        await Expect(link).ToHaveAttributeAsync("download", JsonFile());
        var address = new Uri(Shop.Dashboard, await link.GetAttributeAsync("href"));
        await using var file = await Shop.Client.GetStreamAsync(address, TestContext.Current.CancellationToken);
        using var json = await System.Text.Json.JsonDocument.ParseAsync(
            file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(3, json.RootElement.GetProperty("pools").GetArrayLength());
    }

    [GeneratedRegex(@"HandleAsync, RenderEndpoint\.cs:\d+", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex SourceLine();

    [GeneratedRegex("^flight-.*json$", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex JsonFile();

    [GeneratedRegex("now 2 in use", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex TwoInUse();

    [GeneratedRegex("now 0 in use.* at most [2-9] leased", RegexOptions.None, RegexTimeoutMs)]
    private static partial Regex NoneInUse();
}
