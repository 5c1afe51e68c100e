using System.Net.Http.Headers;
using System.Text;
using Leasehold.ServiceDefaults.Languages;
using Leasehold.ServiceDefaults.Tests.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Leasehold.ServiceDefaults.Tests.Languages;

/// <summary>The framework's own refusals, in the language of whoever asks.</summary>
public sealed class LanguageTests
{
    private const string Malformed = "{";
    private const string Refused = """{"orderNumber":"A-1","amount":1}""";
    private const string Wrong = """{"amount":"x"}""";

    [Theory]
    [InlineData("GET", "/nowhere", null, 404, "찾을 수 없음", "이 주소에는 아무것도 없습니다.")]
    [InlineData(
        "DELETE", "/order", null, 405, "허용되지 않는 메서드",
        "이 주소에서 쓸 수 없는 메서드입니다. 쓸 수 있는 메서드는 Allow 헤더에 있습니다.")]
    [InlineData("POST", "/order", Malformed, 400, "잘못된 요청", "본문이 올바른 JSON이 아닙니다(1번째 줄, 2번째 바이트).")]
    [InlineData("POST", "/order", "", 400, "잘못된 요청", "요청 본문이 필요하지만 없습니다.")]
    [InlineData(
        "POST", "/order", "text", 415, "지원하지 않는 형식",
        "받을 수 없는 Content-Type입니다. JSON은 application/json으로 보내 주세요.")]
    [InlineData("POST", "/order", "large", 413, "요청 본문이 너무 큼", "요청 본문이 최대 크기 65536바이트를 넘었습니다.")]
    [InlineData("POST", "/order", Refused, 409, "현재 상태와 충돌", "Not now.")]
    [InlineData("GET", "/busy", null, 503, "일시적으로 사용할 수 없음", "커넥션 풀이 모두 사용 중입니다. 잠시 후 다시 요청해 주세요.")]
    public async Task FrameworkError_InKorean_IsKorean(
        string method, string path, string? body, int status, string title, string detail)
    {
        await using var service = await StartAsync();
        await using var held = path == "/busy" ? await service.Pools[Workload.Api].LeaseAsync() : null;
        using var request = Request(method, path, body);
        request.Headers.AcceptLanguage.ParseAdd("ko-KR,ko;q=0.9,en-US;q=0.8");

        var answer = await service.SendAsync(request);

        Assert.Equal(
            (status, title, detail),
            ((int)answer.Status, answer.Json.GetProperty("title").GetString(), answer.Detail));
        Assert.DoesNotContain("\\u", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ko", null, true)]
    [InlineData("ko", "en", false)]
    [InlineData("ko", "fr", true)]
    [InlineData("en", null, false)]
    [InlineData("en", "ko;q=0.5,en;q=0.4", true)]
    [InlineData("en", "ko;q=0", false)]
    public async Task Language_WithoutOneOfOurs_IsTheSettings(string setting, string? accept, bool isKorean)
    {
        await using var service = await StartAsync(("Leasehold:Messages:Language", setting));
        using var request = Request("GET", "/nowhere", null);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        }

        var answer = await service.SendAsync(request);

        Assert.Equal(
            isKorean ? "이 주소에는 아무것도 없습니다." : "There is nothing at this address.", answer.Detail);
    }

    [Fact]
    public async Task Language_Unknown_StopsTheStartByName()
        => Assert.Contains(
            "MESSAGE_LANGUAGE",
            (await Assert.ThrowsAsync<OptionsValidationException>(
                () => StartAsync(("Leasehold:Messages:Language", "jp")))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Book_TextWithPlaces_FillsThemInOrderAndTranslatesWhatFillsThem()
    {
        var book = new PhraseBook(
        [
            new("{0}: {1}.", "{1} - {0}"), new("red", "빨강"), new("at {0} (line {1})", "{0}의 {1}번째 줄"),
        ]);

        Assert.Equal("빨강 - x", book.Find("x: red."));
        Assert.Equal("$.a의 7번째 줄", book.Find("at $.a (line 7)"));
        Assert.Null(book.Find("at $.a"));
    }

    private static Task<TestService> StartAsync(params (string Key, string Value)[] settings)
        => TestService.StartAsync(
            static app =>
            {
                app.MapPost("/order", static (OrderRequest order) => TypedResults.Problem("Not now.", statusCode: 409));
                app.MapGet("/busy", static async (ConnectionPools pools) =>
                {
                    await using var lease = await pools[Workload.Api].LeaseAsync();
                    return "";
                });
            },
            [
                .. settings, ("Leasehold:Pools:Api:Size", "1"), ("Leasehold:Pools:Api:MaxOverflow", "0"),
                ("Leasehold:Pools:Api:AcquireTimeout", "00:00:00.050"),
            ]);

    private static HttpRequestMessage Request(string method, string path, string? body)
        => new(HttpMethod.Parse(method), path)
        {
            Content = body switch
            {
                null or "" => null,
                "text" => new StringContent(Wrong, Encoding.UTF8, "text/plain"),
                "large" => new StringContent(new string('x', 70_000), Encoding.UTF8, "application/json"),
                _ => new StringContent(body, new MediaTypeHeaderValue("application/json")),
            },
        };
}
