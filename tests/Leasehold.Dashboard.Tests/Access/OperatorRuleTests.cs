using System.Net;
using System.Net.Http.Headers;
using Leasehold.Dashboard.Tests.Browsers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Access;

/// <summary>Where keys are configured: the role operator, shown as a header or once in a form.</summary>
public sealed class OperatorRuleTests(Chromium chromium, KeyedShop keyed) : IClassFixture<KeyedShop>
{
    [Fact]
    public async Task Get_ByKey_AsksForTheRole()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/", "lh_unknown"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("/leasehold/", keyed.Plain.Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/leasehold/", keyed.Operator.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/_blazor/negotiate", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/records/default/1", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/leasehold/snapshot", null));
    }

    [Fact]
    public async Task Login_WithOperatorsKey_OpensThePageAndNothingElseDoes()
    {
        var page = await chromium.PageAsync(keyed.Shop.Dashboard, isToWait: false);
        await using var context = page.Context;

        await SignInAsync(page, keyed.Plain.Key);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("lacks the role operator");
        await SignInAsync(page, keyed.Operator.Key);
        await Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync();

        var cookie = Assert.Single(await page.Context.CookiesAsync(), static c => c.Name == "leasehold-operator");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
        Assert.Equal("/leasehold", cookie.Path);
        Assert.DoesNotContain(keyed.Operator.Key, cookie.Value, StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
        await page.GotoAsync(keyed.Shop.Dashboard.ToString());
        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_WithoutTheFormsToken_IsRefused()
    {
        using var answer = await keyed.Shop.Client.PostAsync(
            new Uri("/leasehold/login", UriKind.Relative),
            new FormUrlEncodedContent([KeyValuePair.Create("key", keyed.Operator.Key)]),
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
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", keyed.Operator.Key);
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await keyed.Shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static async Task SignInAsync(IPage page, string key)
    {
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await keyed.Shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
