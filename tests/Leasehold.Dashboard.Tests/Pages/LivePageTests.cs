using System.Text.Json;
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

    private const string RecordedHere = "Asked for on the dashboard by somebody.";

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
    public async Task RecordNow_MakesARecord_ThatCanBeViewed()
    {
        var page = await chromium.PageAsync(Shop.Dashboard);
        await using var context = page.Context;

        var row = await RecordAsync(page, "reports");
        var view = row.GetByRole(AriaRole.Button, new() { Name = "View" });
        await view.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Waiters, the longest first");
        await Expect(view).Not.ToBeFocusedAsync(); // the dialog has the keyboard a moment after it is seen
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Download_ClickedWhileALeaseIsHeld_IsAJsonFileThatNamesTheHolder()
    {
        var page = await chromium.PageAsync(Shop.Dashboard);
        await using var context = page.Context;
        var render = await Shop.StartRenderAsync();
        var row = await RecordAsync(page, "default");

        var download = await page.RunAndWaitForDownloadAsync(
            () => row.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync());

        Assert.Null(await download.FailureAsync());
        Assert.Matches(JsonFile(), download.SuggestedFilename);
        var text = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        var record = Shop.Pools.FlightRecorder.Records[0];
        Assert.Equal(record.ToJson(), text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(record.Id, json.RootElement.GetProperty("id").GetString());
        Assert.Equal(RecordedHere, json.RootElement.GetProperty("reason").GetString());
        var holder = json.RootElement.GetProperty("pools").EnumerateArray()
            .SelectMany(static pool => pool.GetProperty("holders").EnumerateArray()).Single();
        Assert.Equal("POST /render", holder.GetProperty("flow").GetString());
        Assert.Equal("RenderEndpoint.cs", holder.GetProperty("file").GetString());
        Assert.Equal(Shop.Supplier.Address.Authority, holder.GetProperty("external_host").GetString());
        Shop.Supplier.Answer();
        await render;
    }

    /// <summary>Presses "Record now" of a database; returns the row of the new record.</summary>
    private static async Task<ILocator> RecordAsync(IPage page, string database)
    {
        await page.GetByRole(AriaRole.Tab, new() { Name = "Flight records" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Record now: {database}" }).ClickAsync();
        return page.Locator("tr", new() { HasText = RecordedHere }).Filter(new() { HasText = $"({database})" }).First;
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
