using Leasehold.Demo.Page.Languages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Demo.Tests.Page;

/// <summary>The before/after player in a real browser.</summary>
public sealed class PlayerTests(DemoPage demo) : IClassFixture<DemoPage>
{
    private const float PlayMs = 30_000;

    [Fact]
    public async Task Start_PlaysBothSides_AndOnlyTheWrongOneRunsDry()
    {
        var page = await demo.OpenAsync();
        await using var context = page.Context;
        var elsewhere = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(demo.Address.ToString(), StringComparison.Ordinal))
            {
                elsewhere.Add(request.Url);
            }
        };
        await page.GotoAsync(demo.Address.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Start both sides" }).ClickAsync();

        // While it runs: the left pool is full and callers wait.
        await Expect(Figure(page, "wrong-way", "in-use")).ToHaveTextAsync("5", new() { Timeout = PlayMs });
        await Expect(Figure(page, "wrong-way", "waiting")).Not.ToHaveTextAsync("0", new() { Timeout = PlayMs });
        await Expect(page.Locator("[data-side=wrong-way]")).ToContainTextAsync(
            "external call to 127.0.0.1", new() { Timeout = PlayMs });

        await Expect(page.Locator(".state")).ToHaveTextAsync("finished", new() { Timeout = PlayMs });
        await Expect(Figure(page, "wrong-way", "exhausted")).Not.ToHaveTextAsync("0");
        await Expect(Figure(page, "wrong-way", "failed")).Not.ToHaveTextAsync("0");
        await Expect(Figure(page, "staged", "exhausted")).ToHaveTextAsync("0");
        await Expect(Figure(page, "staged", "failed")).ToHaveTextAsync("0");
        await Expect(Figure(page, "staged", "completed")).ToHaveTextAsync("32 of 32");
        await Expect(Figure(page, "staged", "words")).ToContainTextAsync("32 of 32 were done");
        Assert.Empty(elsewhere);
    }

    [Fact]
    public async Task Keyboard_ChoosesStartsAndStops()
    {
        var page = await demo.OpenAsync(ColorScheme.Dark);
        await using var context = page.Context;
        await page.GotoAsync(demo.Address.ToString());
        await Expect(page.Locator(".page")).ToHaveCSSAsync("background-color", "rgb(16, 21, 28)");

        await page.GetByRole(AriaRole.Radio, new() { Name = "Video generation" }).FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        for (var i = 0; i < 5 && !await StartHasFocusAsync(page); i++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.True(await StartHasFocusAsync(page));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".state")).ToContainTextAsync("running");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".state")).ToHaveTextAsync("stopped");
    }

    [Fact]
    public async Task Page_OfAKoreanBrowser_IsInKorean()
    {
        var page = await demo.OpenAsync(locale: "ko-KR");
        await using var context = page.Context;
        await page.GotoAsync(demo.Address.ToString());

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ko");
        await page.GetByRole(AriaRole.Radio, new() { Name = "가사 백그라운드 작업" }).ClickAsync();
        await Expect(page.Locator("[data-side=wrong-way]")).ToContainTextAsync("개선 전: 호출 내내 점유");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "양쪽 시작" })).ToBeVisibleAsync();
        var text = await page.Locator("main").InnerTextAsync();
        Assert.All(
            (string[])["waiting", "in use", "plain reads", "Start", "Dashboard"],
            english => Assert.DoesNotContain(english, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Korean_SaysEverythingThatEnglishSays()
        => Assert.Empty(typeof(PageWords).GetMethods()
            .Where(static method => method.IsVirtual && method.DeclaringType == typeof(PageWords))
            .Select(static method => method.Name)
            .Except(
                typeof(KoreanPageWords).GetMethods()
                    .Where(static method => method.DeclaringType == typeof(KoreanPageWords))
                    .Select(static method => method.Name),
                StringComparer.Ordinal));

    [Fact]
    public async Task Links_LeadToBothServices()
    {
        var page = await demo.OpenAsync();
        await using var context = page.Context;
        await page.GotoAsync(demo.Address.ToString());

        var dashboards = page.GetByRole(AriaRole.Link, new() { Name = "Dashboard" });
        await Expect(dashboards).ToHaveCountAsync(2);
        Assert.Equal("http://127.0.0.1:5081/leasehold/", await dashboards.First.GetAttributeAsync("href"));
        Assert.Equal("http://127.0.0.1:5082/leasehold/", await dashboards.Last.GetAttributeAsync("href"));
    }

    private static ILocator Figure(IPage page, string side, string name)
        => page.Locator($"[data-side={side}] [data-figure={name}]");

    private static Task<bool> StartHasFocusAsync(IPage page)
        => page.EvaluateAsync<bool>("document.activeElement.textContent.includes('Start both sides')");
}
