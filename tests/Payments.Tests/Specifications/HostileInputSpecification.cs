using System.Text;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>No input at all is answered 500: it is refused, or it finds nothing.</summary>
public abstract class HostileInputSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private const string Order = """{"order_number":"a","customer_id":"b","total_amount":1}""";

    [Theory]
    [InlineData("application/json; charset=nope")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; charset=\"nope\"; charset=utf-8")]
    [InlineData("application/json; charset=\0")]
    [InlineData("charset=nope")]
    [InlineData("application/json; charset=ÿ")]
    public async Task Charset_ThatIsNone_IsRefused(string contentType)
    {
        foreach (var route in (string[])["orders", "payments/process", "payments/PAY-x/refund"])
        {
            Assert.InRange(await PostAsync(route, contentType, Encoding.UTF8.GetBytes(Order)), 400, 499);
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("UTF-8")]
    [InlineData("\"utf-8\"")]
    [InlineData("us-ascii")]
    public async Task Charset_ThatIsKnown_IsTaken(string charset)
        => Assert.Equal(
            201,
            await PostAsync(
                "orders",
                $"application/json; charset={charset}",
                Encoding.UTF8.GetBytes(Order.Replace("\"a\"", $"\"{PaymentsApi.NewName("ORD")}\"",
                    StringComparison.Ordinal))));

    [Theory]
    [InlineData("""{"order_number":"\ud800","customer_id":"b","total_amount":1}""")]
    [InlineData("""{"order_number":"a","customer_id":"\udc00x","total_amount":1}""")]
    [InlineData("""{"order_number":"a\u0000","customer_id":"b","total_amount":1}""")]
    [InlineData("""{"order_number":"a","customer_id":"b","total_amount":"\ud800"}""")]
    [InlineData("""{"order_number":"a","customer_id":"b","total_amount":"\u0000"}""")]
    [InlineData("""{"order_number":"a","customer_id":"b","total_amount":1,"currency":"\ud800"}""")]
    [InlineData("""{"order_number":"a","customer_id":"b","total_amount":1,"currency":"K\u0000W"}""")]
    [InlineData("""{"order_number":"a","customer_id":"b","total_amount":1e999999999999}""")]
    [InlineData("""{"\ud800":1,"order_number":"\ud800"}""")]
    [InlineData("""{"order_number":"a","order_number":"\ud800"}""")]
    [InlineData("\0")]
    [InlineData("\uFEFF{}")]
    public async Task Json_HalfCharactersAndNuls_AreRefused(string body)
    {
        var payment = body.Replace("customer_id", "card_token", StringComparison.Ordinal)
            .Replace("total_amount", "amount", StringComparison.Ordinal);

        Assert.InRange(await PostAsync("orders", "application/json", Encoding.UTF8.GetBytes(body)), 400, 499);
        Assert.InRange(
            await PostAsync("payments/process", "application/json", Encoding.UTF8.GetBytes(payment)), 400, 499);
    }

    [Theory]
    [InlineData("order_number")]
    [InlineData("customer_id")]
    [InlineData("total_amount")]
    [InlineData("unknown")]
    public async Task Json_InvalidUtf8_IsRefusedOrIgnored(string member)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes($$"""{"{{member}}":"a"""), 0xFF, 0xC0, 0xED, 0xA0, 0x80, .. "\"}"u8];

        Assert.InRange(await PostAsync("orders", "application/json", body), 400, 499);
    }

    [Theory]
    [InlineData("""{"type":"\ud800","data":{"merchant_uid":"u"}}""")]
    [InlineData("""{"type":"a\u0000b","data":{"merchant_uid":"\udc00"}}""")]
    [InlineData("""{"\ud800":1,"type":"t","data":{"transaction_id":"\ud800"}}""")]
    [InlineData("""{"data":{"\udc00":{},"transaction_id":"a\u0000"}}""")]
    [InlineData("""{"data":{"transaction_id":"가나다/../?#%00"}}""")]
    [InlineData("""{"data":{"merchant_uid":"../../x?y#z%00"}}""")]
    [InlineData("""{"type":"한글 알림 😀","data":null}""")]
    [InlineData("\0\0")]
    public async Task SignedWebhook_WhateverItSays_IsTaken(string body)
        => Assert.Equal(200, (await new Webhook(body).SendAsync(Api)).Status);

    [Theory]
    [InlineData("80000000")]
    [InlineData("FFFFFFFFFFFFFFFFFF")]
    [InlineData("-1")]
    [InlineData("zz")]
    [InlineData("")]
    public async Task Chunk_WhoseSizeIsNone_IsRefused(string size)
    {
        foreach (var route in (string[])["payments/webhook", "orders", "payments/process"])
        {
            var head = $"""
                POST /api/v1/{route} HTTP/1.1
                Content-Type: application/json
                Idempotency-Key: k
                Transfer-Encoding: chunked
                """;

            Assert.InRange(await RawHttp.SendAsync(Address, head, $"{size}\r\nabc\r\n0\r\n\r\n"), 400, 499);
        }
    }

    [Theory]
    [InlineData("/leasehold/%2500")]
    [InlineData("/leasehold/%252e%252e/%2500")]
    [InlineData("/leasehold/%00")]
    [InlineData("/leasehold/%ED%95%9C")]
    [InlineData("/leasehold/reviews?after=%ED%95%9C")]
    [InlineData("/leasehold/reviews?after=%00")]
    [InlineData("/leasehold/reviews?status=%ED%95%9C")]
    [InlineData("/leasehold/reviews?limit=99999999999999999999")]
    [InlineData("/leasehold/operations?after=%ED%95%9C")]
    [InlineData("/leasehold/operations?state=%00")]
    [InlineData("/leasehold/operations/%ED%95%9C")]
    [InlineData("/leasehold/flight-records/%2500")]
    [InlineData("/leasehold/snapshot?x=%00")]
    [InlineData("/api/v1/orders/%ED%95%9C")]
    [InlineData("/api/v1/orders/%F0%9F%98%80")]
    [InlineData("/api/v1/orders/%2500")]
    [InlineData("/api/v1/orders/%00")]
    [InlineData("/api/v1/orders/%FF%FE")]
    [InlineData("/api/v1/orders/a%0Ab")]
    [InlineData("/api/v1/payments/PAY-%ED%95%9C")]
    [InlineData("/api/v1/payments/PAY-%2F%2500")]
    [InlineData("/api/v1/payments/%ED%95%9C")]
    [InlineData("/api/v1/settlements/%ED%95%9C")]
    [InlineData("/api/v1/settlements/0000-00-00")]
    [InlineData("/openapi/%2500.json")]
    [InlineData("/scalar/%2500")]
    [InlineData("/%2500")]
    public async Task Path_WithAnything_IsRefusedOrFindsNothing(string path)
    {
        Assert.InRange(await RawHttp.SendAsync(Address, $"GET {path} HTTP/1.1"), 200, 499);
        Assert.InRange(await RawHttp.SendAsync(Address, $"POST {path} HTTP/1.1\r\nContent-Length: 0"), 200, 499);
    }

    [Theory]
    [InlineData("/api/v1/settlements/9999-12-31")]
    [InlineData("/api/v1/settlements/0001-01-01")]
    public async Task Settlement_OfTheCalendarsEnds_IsEmpty(string path)
        => Assert.Equal(200, await RawHttp.SendAsync(Address, $"GET {path} HTTP/1.1"));

    [Fact]
    public async Task Review_ResolvedByAnIdThatIsNone_Is404()
    {
        foreach (var id in (string[])["%ED%95%9C", "%2500", "nope", new string('a', 3000)])
        {
            Assert.Equal(404, (await Api.SendAsync(HttpMethod.Post, $"/leasehold/reviews/{id}/resolve")).Status);
        }
    }

    [Fact]
    public async Task Text_OfThirtyThousandDigits_IsRefusedAtOnce()
    {
        var payment = await Api.NewPaymentAsync();
        var order = await Api.NewOrderAsync();
        var digits = new string('4', 30_000);

        Assert.Equal(422, (await Api.RefundAsync(payment, NewKey(), "100", digits)).Status);
        Assert.Equal(422, (await Api.PayAsync(order, NewKey(), token: digits)).Status);
        Assert.Equal(422, (await Api.PayAsync(digits, NewKey())).Status);
        Assert.Equal(422, (await Api.CreateOrderAsync(digits, "1", customer: digits)).Status);
    }

    private Uri Address => Service.Http.BaseAddress!;

    private Task<int> PostAsync(string route, string contentType, byte[] body)
        => RawHttp.SendAsync(
            Address,
            $"POST /api/v1/{route} HTTP/1.1\r\nContent-Type: {contentType}\r\nIdempotency-Key: {NewKey()}\r\n"
            + $"Content-Length: {body.Length}",
            body);
}
