using System.Net;
using System.Net.Http.Headers;
using Leasehold.AspNetCore;
using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Access;

/// <summary>Where keys are configured: the role operator, shown as a header or once in a form.</summary>
public sealed class OperatorRuleTests(Chromium chromium) : IAsyncLifetime
{
    private readonly NewApiKey _operator = ApiKeys.Create();
    private readonly NewApiKey _plain = ApiKeys.Create();
    private ShopApp _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await ShopApp.StartAsync(settings:
    [
        ("Leasehold:Keys:0:Name", "ops"), ("Leasehold:Keys:0:Tenant", "acme"),
        ("Leasehold:Keys:0:Hash", _operator.Hash), ("Leasehold:Keys:0:Roles:0", "operator"),
        ("Leasehold:Keys:1:Name", "shop"), ("Leasehold:Keys:1:Tenant", "acme"), ("Leasehold:Keys:1:Hash", _plain.Hash),
    ]);

    [Fact]
    public async Task Get_ByKey_AsksForTheRole()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/", "lh_unknown"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/leasehold/", _plain.Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/leasehold/", _operator.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/_blazor/negotiate", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/records/default/1", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/snapshot", null));
    }

    [Fact]
    public async Task Login_WithOperatorsKey_OpensThePageAndNothingElseDoes()
    {
        var page = await chromium.PageAsync(_shop.Dashboard, isToWait: false);
        await using var context = page.Context;

        await SignInAsync(page, _plain.Key);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("lacks the role operator");
        await SignInAsync(page, _operator.Key);
        await Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync();

        var cookie = Assert.Single(await page.Context.CookiesAsync(), static c => c.Name == "leasehold-operator");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.Equal("/leasehold", cookie.Path);
        Assert.DoesNotContain(_operator.Key, cookie.Value, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
        await page.GotoAsync(_shop.Dashboard.ToString());
        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_WithoutTheFormsToken_IsRefused()
    {
        using var answer = await _shop.Client.PostAsync(
            new Uri("/leasehold/login", UriKind.Relative),
            new FormUrlEncodedContent([KeyValuePair.Create("key", _operator.Key)]),
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(static c => c.StartsWith("leasehold-operator", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OpenPage_OfAnotherSite_CannotOpenTheConnection()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri("/leasehold/_blazor/negotiate?negotiateVersion=1", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _operator.Key);
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await _shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    private static async Task SignInAsync(IPage page, string key)
    {
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
