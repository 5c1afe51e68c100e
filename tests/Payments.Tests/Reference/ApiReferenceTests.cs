using System.Text.RegularExpressions;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Reference;

/// <summary>The OpenAPI document and the page at /scalar.</summary>
[Collection(nameof(SqliteGroup))]
public sealed partial class ApiReferenceTests(SqliteFixture database)
{
    private PaymentsApi Api => database.Service.Api;

    [Fact]
    public async Task Document_EveryRoute_IsDescribedWithItsAnswers()
    {
        var paths = (await Api.SendAsync(HttpMethod.Get, "/openapi/v1.json")).Body.GetProperty("paths");

        foreach (var (path, method, statuses) in ((string, string, string)[])[
            ("/api/v1/orders", "post", "201,400,409,422,503"),
            ("/api/v1/orders/{order_number}", "get", "200,404,503"),
            ("/api/v1/orders/{order_number}/cancel", "post", "200,404,409,503"),
            ("/api/v1/payments/process", "post", "200,202,400,404,409,422,503"),
            ("/api/v1/payments/{payment_id}", "get", "200,404,503"),
            ("/api/v1/payments/{payment_id}/refund", "post", "200,202,400,404,409,422,503"),
            ("/api/v1/payments/{payment_id}/verify", "post", "200,404,503"),
            ("/api/v1/payments/webhook", "post", "200,401,503"),
            ("/api/v1/settlements/{date}", "get", "200,400,406,503")])
        {
            var responses = paths.GetProperty(path).GetProperty(method).GetProperty("responses");
            Assert.Equal(statuses, string.Join(',', responses.EnumerateObject().Select(static r
                => r.Name).Order(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public async Task Document_Process_HasTheKeyAndExamples()
    {
        var process = (await Api.SendAsync(HttpMethod.Get, "/openapi/v1.json")).Body
            .GetProperty("paths").GetProperty("/api/v1/payments/process").GetProperty("post");

        var key = process.GetProperty("parameters").EnumerateArray()
            .Single(static p => p.GetProperty("name").GetString() == "Idempotency-Key");
        Assert.True(key.GetProperty("required").GetBoolean());
        Assert.Equal("tok_visa", process.GetProperty("requestBody").GetProperty("content")
            .GetProperty("application/json").GetProperty("example").GetProperty("card_token").GetString());
        Assert.Equal("completed", process.GetProperty("responses").GetProperty("200").GetProperty("content")
            .GetProperty("application/json").GetProperty("example").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Root_LeadsToTheReference()
    {
        var reply = await Api.SendAsync(HttpMethod.Get, "/");

        Assert.Equal((302, "/scalar"), (reply.Status, reply.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Page_LoadsNothingFromElsewhere()
    {
        var page = await Api.SendAsync(HttpMethod.Get, "/scalar/");

        Assert.Equal((200, "text/html"), (page.Status, page.MediaType));
        var sources = Sources().Matches(page.Text).Select(static m => m.Groups["url"].Value).ToList();
        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, static url => url.Contains("//", StringComparison.Ordinal));
        foreach (var source in sources.Where(static url => url.EndsWith(".js", StringComparison.Ordinal)))
        {
            var path = new Uri(new Uri("http://service/scalar/"), source).PathAndQuery;
            Assert.Equal(200, (await Api.SendAsync(HttpMethod.Get, path)).Status);
        }
    }

    [GeneratedRegex("(?:src|href)=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sources();
}
