using System.Globalization;
using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Leasehold.LocalServers.Repository;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Pages;

/// <summary>The page is in Korean for who asks for it, and leaves the application's languages alone.</summary>
public sealed class LanguageTests(Chromium chromium, ShopFixture fixture)
{
    private static readonly string[] English =
        ["Endpoint or job", "Lease-seconds", "waiting", "in use", "Called", "Attempts", "Record now", "Mean hold"];

    [Fact]
    public async Task Page_OfAKoreanBrowser_IsInKoreanInAllItsParts()
    {
        var page = await chromium.PageAsync(fixture.Shop.Dashboard, locale: "ko-KR");
        await using var context = page.Context;
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ko");

        var render = await fixture.Shop.StartRenderAsync();
        var authority = fixture.Shop.Supplier.Address.Authority;
        await Expect(page.Locator("tr", new() { HasText = "POST /render" }))
            .ToContainTextAsync($"외부 호출: {authority}");
        await Expect(page.Locator(".lh-findings")).ToContainTextAsync(
            $"POST /render: {authority} 외부 호출 중에 Api (default) 풀의 커넥션 1개를");
        await Expect(page.Locator(".lh-findings a").First).ToHaveAttributeAsync(
            "href", Words.In("ko").PageOf(Docs.ThreeStages).ToString());
        fixture.Shop.Supplier.Answer();
        await render;

        foreach (var tab in (string[])["엔드포인트", "가드", "작업", "플라이트 레코드"])
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = tab }).ClickAsync();
            var text = await page.Locator("main").InnerTextAsync();
            Assert.All(
                English,
                english => Assert.DoesNotContain(english, text, StringComparison.Ordinal));
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "지금 기록: reports" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "레코드 보기" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("대기자, 오래된 순");
        await page.GetByRole(AriaRole.Button, new() { Name = "닫기" }).First.ClickAsync();
    }

    [Theory]
    [InlineData(null, "en")]
    [InlineData("fr-FR, de;q=0.9", "en")]
    [InlineData("ko", "ko")]
    [InlineData("en;q=0.5, ko-KR;q=0.9", "ko")]
    [InlineData("ko;q=0.5, en-GB", "en")]
    [InlineData("ko;q=0, fr", "en")]
    [InlineData(";;q=x,", "en")]
    public void Of_AcceptLanguage_IsTheBetterRatedOfOurs(string? header, string language)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = header;

        Assert.Equal(language, PageLanguage.Of(context.Request));
    }

    [Fact]
    public async Task Page_InKorean_LeavesTheApplicationsCultureAlone()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var after = new TaskCompletionSource<(CultureInfo, CultureInfo)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        await using var shop = await ShopApp.StartAsync(begin: app => app.Use(async (context, next) =>
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
            await next(context);
            after.TrySetResult((CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture));
        }));

        var korean = await GetAsync(shop, "/leasehold/");

        Assert.Contains("<html lang=\"ko\">", korean, StringComparison.Ordinal);
        var (found, ofTexts) = await after.Task
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Same(culture, found);
        Assert.Same(culture, ofTexts);
        Assert.Null(CultureInfo.DefaultThreadCurrentUICulture);
    }

    [Fact]
    public async Task Page_SetsNoCookie_WhichADashboardAtAnotherPortWouldTakeForItsOwn()
    {
        using var answer = await fixture.Shop.Client.GetAsync(
            new Uri("/leasehold/", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public void Korean_SaysEverythingThatEnglishSays()
    {
        var missing = typeof(Words).GetMethods()
            .Where(static method => method.IsVirtual && method.DeclaringType == typeof(Words))
            .Select(static method => method.Name)
            .Except(
                typeof(KoreanWords).GetMethods()
                    .Where(static method => method.DeclaringType == typeof(KoreanWords))
                    .Select(static method => method.Name),
                StringComparer.Ordinal);

        Assert.Empty(missing);
    }

    [Fact]
    public void KoreanPages_OfFindings_ExistInTheDocumentation()
    {
        Uri[] pages = [Docs.ThreeStages, Docs.LongHold, Docs.LostLease, Docs.NestedAcquire];
        Assert.All(pages.Select(KoreanWords.Instance.PageOf), static page =>
        {
            var path = page.AbsolutePath[page.AbsolutePath.IndexOf("/docs/", StringComparison.Ordinal)..];
            var text = File.ReadAllText(Path.Combine(BuildOutput.RepositoryRoot!, path.TrimStart('/')));
            var heading = Uri.UnescapeDataString(page.Fragment).TrimStart('#').Replace('-', ' ');
            Assert.Contains(".ko.", path, StringComparison.Ordinal);
            Assert.Contains(heading, text, StringComparison.Ordinal);
        });
    }

    private static async Task<string> GetAsync(ShopApp shop, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Accept-Language", "ko");
        using var answer = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
