using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Order numbers, customer ids and keys of any form, compared exactly on every database.</summary>
public abstract class AnyScriptSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Theory]
    [InlineData("주문-")]
    [InlineData("注文 №5/")]
    [InlineData("100% \"quoted\" \\ ")]
    [InlineData("😀👩‍👩‍👧‍👦")]
    [InlineData("a?b#c&d+e;f=g")]
    [InlineData("%2F/%252F")]
    public async Task Order_NumberOfAnyScript_IsFoundByItAndPaid(string prefix)
    {
        var number = PaymentsApi.NewName(prefix);
        var created = await CreateAsync(number, "고객 №7");

        Assert.Equal((201, number, "고객 №7"), (created.Status, created["order_number"], created["customer_id"]));
        var address = created.Headers.Location!.ToString();
        Assert.Equal($"/api/v1/orders/{Uri.EscapeDataString(number)}", address);
        Assert.Equal(number, (await Api.SendAsync(HttpMethod.Get, address))["order_number"]);
        var key = NewKey();
        var paid = await PayAsync(number, key);
        Assert.Equal((200, "completed", number), (paid.Status, paid["status"], paid["order_number"]));
        Assert.Equal(number, (await Api.ReadPaymentAsync(key))["order_number"]);
        Assert.Equal(409, (await Api.SendAsync(HttpMethod.Post, $"{address}/cancel")).Status);
    }

    [Theory]
    [InlineData("é", "e\u0301")]
    [InlineData("é", "e")]
    [InlineData("ß", "ss")]
    [InlineData("가", "\u1100\u1161")]
    [InlineData("ａ", "a")]
    [InlineData("İ", "i")]
    [InlineData("①", "1")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("😀", "😁")]
    public async Task Order_NumbersThatOnlyLookAlike_AreTwoOrders(string one, string other)
    {
        var suffix = PaymentsApi.NewName("x");

        Assert.Equal(201, (await CreateAsync(one + suffix, "c", "100")).Status);
        Assert.Equal(201, (await CreateAsync(other + suffix, "c", "200")).Status);
        Assert.Equal(409, (await CreateAsync(one + suffix, "c", "100")).Status);
        Assert.Equal("100", (await ReadAsync(one + suffix))["total_amount"]);
        Assert.Equal("200", (await ReadAsync(other + suffix))["total_amount"]);
    }

    [Theory]
    [InlineData("가", 50, 201)]
    [InlineData("가", 51, 422)]
    [InlineData("😀", 50, 201)]
    [InlineData("😀", 51, 422)]
    public async Task Order_Length_IsInCharacters(string character, int count, int status)
    {
        var name = PaymentsApi.NewName("");
        var number = string.Concat(Enumerable.Repeat(character, count - name.Length)) + name;

        Assert.Equal(status, (await CreateAsync(number, "c")).Status);
        if (status == 201)
        {
            Assert.Equal(number, (await ReadAsync(number))["order_number"]);
        }
    }

    [Theory]
    [InlineData("kRw3+/8=")]
    [InlineData("!#$%&'()*+,-./:;<=>?@[]^_`{|}~")]
    [InlineData("a\\b")]
    [InlineData("a\"b")]
    [InlineData("a/b%2Fc%252F")]
    public async Task Key_OfVisibleAscii_IsTheKeyOfThePaymentsPath(string prefix)
    {
        var key = prefix + NewKey();
        var order = await Api.NewOrderAsync();

        var paid = await Api.PayAsync(order, key);

        Assert.Equal((200, $"PAY-{key}"), (paid.Status, paid["payment_id"]));
        Assert.Equal(paid.Text, (await Api.PayAsync(order, key)).Text);
        var path = $"/api/v1/payments/PAY-{Uri.EscapeDataString(key)}";
        Assert.Equal($"PAY-{key}", (await Api.SendAsync(HttpMethod.Get, path))["payment_id"]);
        Assert.Equal($"PAY-{key}", (await Api.SendAsync(HttpMethod.Post, $"{path}/verify"))["payment_id"]);
        var refunded = await Api.SendAsync(HttpMethod.Post, $"{path}/refund");
        Assert.Equal((200, "refunded"), (refunded.Status, refunded["status"]));
    }

    [Fact]
    public async Task Key_WithASlashAndWithItsEncoding_AreTwoPayments()
    {
        var suffix = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(100), $"a/b{suffix}", "100");
        await Api.PayAsync(await Api.NewOrderAsync(200), $"a%2Fb{suffix}", "200");

        Assert.Equal("100", (await Api.SendAsync(HttpMethod.Get, $"/api/v1/payments/PAY-a%2Fb{suffix}"))["amount"]);
        Assert.Equal("100", (await Api.SendAsync(HttpMethod.Get, $"/api/v1/payments/PAY-a%2fb{suffix}?x=/"))["amount"]);
        Assert.Equal("200", (await Api.SendAsync(HttpMethod.Get, $"/api/v1/payments/PAY-a%252Fb{suffix}"))["amount"]);
    }

    [Fact]
    public async Task Key_InQuotes_IsTheSameKey()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();

        var quoted = await Api.PayAsync(order, $"\"{key}\"");
        var bare = await Api.PayAsync(order, key);

        Assert.Equal((200, $"PAY-{key}"), (quoted.Status, quoted["payment_id"]));
        Assert.Equal((quoted.Text, true), (bare.Text, bare.IsReplayed));
    }

    [Fact]
    public async Task Key_OfAnUnknownOutcome_IsEncodedInTheLocation()
    {
        var key = $"a/b?{NewKey()}=";

        var reply = await Api.PayAsync(await Api.NewOrderAsync(), key, token: "tok_error_after");

        var location = reply.Headers.Location!.ToString();
        Assert.Equal($"/api/v1/payments/PAY-{Uri.EscapeDataString(key)}", location);
        Assert.Equal($"PAY-{key}", (await Api.SendAsync(HttpMethod.Get, location))["payment_id"]);
    }

    private Task<Reply> CreateAsync(string number, string customer, string total = "15000")
        => Api.SendAsync(
            HttpMethod.Post,
            "/api/v1/orders",
            $$"""
            {"order_number":{{Json(number)}},"customer_id":{{Json(customer)}},"total_amount":{{total}}}
            """);

    private Task<Reply> PayAsync(string number, string key)
        => Api.PayRawAsync(
            $$"""{"order_number":{{Json(number)}},"amount":15000,"card_token":"tok_visa"}""", ("Idempotency-Key", key));

    private Task<Reply> ReadAsync(string number) => Api.ReadOrderAsync(Uri.EscapeDataString(number));

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
