using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Leasehold.ServiceDefaults.Tests.Operators;

/// <summary>The dashboard of a service with keys: by a key in the header, or shown once in a form.</summary>
public sealed class SignInTests
{
    private const string Dashboard = "/leasehold/";
    private const string SignIn = "/leasehold/login";
    private const string CookieName = "leasehold-operator";

    [Fact]
    public async Task Dashboard_ByKeyInTheHeader_AsksForTheRole()
    {
        await using var service = await KeyedService.StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync(Dashboard)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync(Dashboard, "lh_unknown")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.GetAsync(Dashboard, KeyedService.Acme.Key)).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync(Dashboard, KeyedService.Operator.Key)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync("/leasehold/_blazor/negotiate")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync("/leasehold/records/default/1")).Status);
    }

    [Fact]
    public async Task Dashboard_InABrowser_LeadsToTheForm()
    {
        await using var service = await KeyedService.StartAsync();
        using var browser = Browser(service);

        var answer = await VisitAsync(browser, HttpMethod.Get, Dashboard);

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.StartsWith(SignIn, new Uri(answer.Headers["Location"]).AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("API key", (await VisitAsync(browser, HttpMethod.Get, SignIn)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithAnOperatorsKey_OpensTheDashboardAndNothingElse()
    {
        await using var service = await KeyedService.StartAsync();
        using var browser = Browser(service);

        var signedIn = await ShowKeyAsync(browser, KeyedService.Operator.Key);

        Assert.Equal(HttpStatusCode.SeeOther, signedIn.Status);
        var cookie = signedIn.Headers["Set-Cookie"];
        Assert.StartsWith($"{CookieName}-{browser.BaseAddress!.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/leasehold;", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(KeyedService.Operator.Key, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await VisitAsync(browser, HttpMethod.Get, Dashboard)).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await VisitAsync(browser, HttpMethod.Get, "/leasehold/snapshot")).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await VisitAsync(browser, HttpMethod.Post, "/leasehold/flight-records")).Status);
    }

    [Fact]
    public async Task SignIn_AtTwoServicesOnOneMachine_LastsAtBoth()
    {
        await using var first = await KeyedService.StartAsync();
        await using var second = await KeyedService.StartAsync();
        var cookies = new CookieContainer(); // like a browser's: by host, whatever the port
        using var here = Browser(first, cookies);
        using var there = Browser(second, cookies);

        await ShowKeyAsync(here, KeyedService.Operator.Key);
        await ShowKeyAsync(there, KeyedService.Operator.Key);

        Assert.Equal(HttpStatusCode.OK, (await VisitAsync(here, HttpMethod.Get, Dashboard)).Status);
        Assert.Equal(HttpStatusCode.OK, (await VisitAsync(there, HttpMethod.Get, Dashboard)).Status);
    }

    [Fact]
    public async Task SignIn_WithAnotherKey_IsRefused()
    {
        await using var service = await KeyedService.StartAsync();
        using var browser = Browser(service);

        var plain = await ShowKeyAsync(browser, KeyedService.Acme.Key);
        var unknown = await ShowKeyAsync(browser, "lh_unknown");

        Assert.Contains("lacks the role operator", plain.Text, StringComparison.Ordinal);
        Assert.Contains("unknown or revoked", unknown.Text, StringComparison.Ordinal);
        Assert.All([plain, unknown], static answer => Assert.False(answer.Headers.ContainsKey("Set-Cookie")));
    }

    [Theory]
    [InlineData("ko-KR,ko;q=0.9", "ko", "API 키", "알 수 없거나 폐기된 키입니다.")]
    [InlineData("en-US", "en", "API key", "This key is unknown or revoked.")]
    public async Task Form_InTheLanguageOfTheBrowser_HasNoOther(
        string accept, string language, string label, string fault)
    {
        await using var service = await KeyedService.StartAsync();
        using var browser = Browser(service);
        browser.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accept);

        var form = await VisitAsync(browser, HttpMethod.Get, SignIn);
        var refused = await ShowKeyAsync(browser, "lh_unknown");

        Assert.Contains($"<html lang=\"{language}\">", form.Text, StringComparison.Ordinal);
        Assert.Contains($">{label}</label>", form.Text, StringComparison.Ordinal);
        Assert.Contains($"<strong>{fault}</strong>", refused.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task SignIn_ByAFormOfAnotherPage_IsRefused(string? origin)
    {
        await using var service = await KeyedService.StartAsync();
        using var browser = Browser(service);

        var answer = await ShowKeyAsync(browser, KeyedService.Operator.Key, origin);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Set-Cookie"));
    }

    [Fact]
    public async Task SignedIn_KeyIsRevoked_LeadsToTheFormAgain()
    {
        await using var service = await KeyedService.StartAsync();
        using var browser = Browser(service);
        await ShowKeyAsync(browser, KeyedService.Operator.Key);

        service.Configuration["Leasehold:Keys:2:Disabled"] = "true";
        service.Configuration.Reload();

        Assert.Equal(HttpStatusCode.Redirect, (await VisitAsync(browser, HttpMethod.Get, Dashboard)).Status);
    }

    [Fact]
    public async Task SignOut_TakesTheCookieBack()
    {
        await using var service = await KeyedService.StartAsync();
        using var browser = Browser(service);
        await ShowKeyAsync(browser, KeyedService.Operator.Key);

        using var form = new FormUrlEncodedContent([]);
        await VisitAsync(browser, HttpMethod.Post, "/leasehold/logout", form, Origin(browser));

        Assert.Equal(HttpStatusCode.Redirect, (await VisitAsync(browser, HttpMethod.Get, Dashboard)).Status);
    }

    [Fact]
    public async Task Form_WithoutKeysConfigured_LeadsToTheDashboard()
    {
        await using var service = await TestService.StartAsync();
        using var browser = Browser(service);

        Assert.Equal(Dashboard, (await VisitAsync(browser, HttpMethod.Get, SignIn)).Headers["Location"]);
        Assert.Equal(HttpStatusCode.OK, (await VisitAsync(browser, HttpMethod.Get, Dashboard)).Status);
    }

    private static HttpClient Browser(TestService service, CookieContainer? cookies = null)
        => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() })
        {
            BaseAddress = service.Client.BaseAddress,
        };

    private static string Origin(HttpClient browser) => browser.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private static Task<Answer> ShowKeyAsync(HttpClient browser, string key)
        => ShowKeyAsync(browser, key, Origin(browser));

    private static async Task<Answer> ShowKeyAsync(HttpClient browser, string key, string? origin)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]);
        return await VisitAsync(browser, HttpMethod.Post, SignIn, form, origin);
    }

    private static async Task<Answer> VisitAsync(
        HttpClient browser, HttpMethod method, string path, HttpContent? content = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept", "text/html");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(answer);
    }
}
