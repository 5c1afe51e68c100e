using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Bad input is a 4xx problem that says what is wrong, and nothing is written.</summary>
public abstract class InputRulesSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private const string Card = "4111111111111111";

    [Fact]
    public async Task Process_NoKey_Is400()
    {
        var order = await Api.NewOrderAsync();
        await AssertRefusedAsync(400, () => Api.PayRawAsync(Payment(order)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("komma, komma")]
    [InlineData("\"open")]
    [InlineData("\"\"")]
    [InlineData("tab\there")]
    [InlineData("{0}")]
    public async Task Process_MalformedKey_Is400(string key)
    {
        var order = await Api.NewOrderAsync();
        key = key == "{0}" ? new string('k', 256) : key;
        await AssertRefusedAsync(400, () => Api.PayRawAsync(Payment(order), ("Idempotency-Key", key)));
    }

    [Fact]
    public async Task Process_TwoKeys_Is400()
    {
        var order = await Api.NewOrderAsync();
        await AssertRefusedAsync(400, () => Api.PayRawAsync(
            Payment(order), ("Idempotency-Key", "one"), ("Idempotency-Key", "two")));
    }

    [Theory]
    [InlineData("1000.5")]
    [InlineData("0")]
    [InlineData("-15000")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999")]
    [InlineData("15000.00000000000000000000000000001")]
    [InlineData("\"fifteen\"")]
    [InlineData("\"\"")]
    public async Task Process_BadAmount_Is422(string amount)
    {
        var order = await Api.NewOrderAsync();
        await AssertRefusedAsync(422, () => Api.PayAsync(order, NewKey(), amount));
    }

    [Theory]
    [InlineData("KRWX")]
    [InlineData("krw")]
    [InlineData("ZZZ")]
    [InlineData("")]
    public async Task Process_UnknownCurrency_Is422(string currency)
    {
        var order = await Api.NewOrderAsync();
        await AssertRefusedAsync(422, () => Api.PayAsync(order, NewKey(), currency: currency));
    }

    [Fact]
    public async Task Process_AmountOrCurrencyNotTheOrders_Is400()
    {
        var order = await Api.NewOrderAsync();
        await AssertRefusedAsync(400, () => Api.PayAsync(order, NewKey(), "14999"));
        await AssertRefusedAsync(400, () => Api.PayAsync(order, NewKey(), currency: "JPY"));
    }

    [Fact]
    public async Task Process_UnknownOrder_Is404()
        => await AssertRefusedAsync(404, () => Api.PayAsync("ORD-nope", NewKey()));

    [Theory]
    [InlineData("{\"order_number\":", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("", 400)]
    [InlineData("{\"amount\":true}", 400)]
    [InlineData("{\"order_number\":7}", 400)]
    [InlineData("{\"amount\":1,\"amount\":2}", 400)]
    [InlineData("{}", 422)]
    [InlineData("{\"order_number\":\" a b\",\"amount\":1,\"card_token\":\"t\"}", 422)]
    [InlineData("{\"order_number\":\"a\",\"amount\":1}", 422)]
    [InlineData("{\"order_number\":\"a\",\"card_token\":\"t\"}", 422)]
    public async Task Process_BodyThatIsNoPayment_IsRefused(string body, int status)
        => await AssertRefusedAsync(status, () => Api.PayRawAsync(body, ("Idempotency-Key", NewKey())));

    [Fact]
    public async Task Process_NestedTooDeeply_Is400()
        => await AssertRefusedAsync(400, () => Api.PayRawAsync(
            $"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}", ("Idempotency-Key", NewKey())));

    [Fact]
    public async Task Process_HugeBody_Is413()
        => await AssertRefusedAsync(413, () => Api.PayRawAsync(
            $"{{\"x\":\"{new string('x', 1_000_000)}\"}}", ("Idempotency-Key", NewKey())));

    [Theory]
    [InlineData(Card)]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("tok_4111111111111111_x")]
    public async Task Process_CardNumberForToken_Is422(string token)
    {
        var order = await Api.NewOrderAsync();
        await AssertRefusedAsync(422, () => Api.PayAsync(order, NewKey(), token: token), token);
    }

    [Fact]
    public async Task AnyRoute_CardNumberInAField_Is422AndIsNeverLogged()
    {
        var payment = await Api.NewPaymentAsync();
        var order = await Api.NewOrderAsync();

        await AssertRefusedAsync(422, () => Api.PayAsync(order, Card), Card);
        await AssertRefusedAsync(422, () => Api.PayAsync(Card, NewKey()), Card);
        await AssertRefusedAsync(422, () => Api.CreateOrderAsync(Card, "1000"), Card);
        await AssertRefusedAsync(422, () => Api.CreateOrderAsync("ORD-x", "1000", customer: Card), Card);
        await AssertRefusedAsync(422, () => Api.RefundAsync(payment, Card, "100"), Card);
        await AssertRefusedAsync(422, () => Api.RefundAsync(payment, NewKey(), "100", $"card {Card} please"), Card);
        Assert.DoesNotContain(
            Service.Logs.GetSnapshot(), static r => r.Message.Contains(Card, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(" bad number", "c", "1000", "KRW")]
    [InlineData("bad number\u3000", "c", "1000", "KRW")]
    [InlineData("bad\\u0009number", "c", "1000", "KRW")]
    [InlineData("bad\\u202enumber", "c", "1000", "KRW")]
    [InlineData("ORD-1", "c ", "1000", "KRW")]
    [InlineData("ORD-1", "c\\u0000", "1000", "KRW")]
    [InlineData("", "c", "1000", "KRW")]
    [InlineData("ORD-1", "", "1000", "KRW")]
    [InlineData("ORD-1", "c", "0", "KRW")]
    [InlineData("ORD-1", "c", "1000.5", "KRW")]
    [InlineData("ORD-1", "c", "10.001", "USD")]
    [InlineData("ORD-1", "c", "1000", "KRWX")]
    [InlineData("ORD-1", "c", "null", "KRW")]
    public async Task Create_BadOrder_Is422(string number, string customer, string total, string currency)
        => await AssertRefusedAsync(422, () => Api.CreateOrderAsync(number, total, currency, customer));

    [Fact]
    public async Task Create_NumberOfFiftyOne_Is422()
        => await AssertRefusedAsync(422, () => Api.CreateOrderAsync(new string('n', 51), "1000"));

    [Theory]
    [InlineData("control\\u0007", 422)]
    [InlineData("half a pair \\ud83d", 400)]
    public async Task Refund_ReasonThatNoColumnKeeps_IsRefused(string reason, int status)
    {
        var payment = await Api.NewPaymentAsync();
        await AssertRefusedAsync(status, () => Api.RefundAsync(payment, NewKey(), "100", reason));
    }

    private static string Payment(string order)
        => $$"""{"order_number":"{{order}}","amount":15000,"card_token":"tok_visa"}""";

    /// <summary>A problem with a trace id, without what was sent; nothing written, and the gateway not asked.</summary>
    private async Task AssertRefusedAsync(int status, Func<Task<Reply>> send, string? secret = null)
    {
        var before = await RowsAsync();
        var gatewayBefore = await Gateway.TotalsAsync();

        var reply = await send();

        Assert.Equal(status, reply.Status);
        Assert.Equal("application/problem+json", reply.MediaType);
        Assert.False(string.IsNullOrEmpty(reply["trace_id"]));
        Assert.False(string.IsNullOrEmpty(reply["detail"]));
        Assert.DoesNotContain("Exception", reply.Text, StringComparison.Ordinal);
        if (secret is not null)
        {
            Assert.DoesNotContain(secret, reply.Text, StringComparison.Ordinal);
        }

        Assert.Equal(before, await RowsAsync());
        Assert.Equal(gatewayBefore, await Gateway.TotalsAsync());
    }

    private async Task<(int Orders, int Payments, int Refunds, long Log)> RowsAsync()
        => (await Service.CountAsync<Order>(),
            await Service.CountAsync<Payment>(),
            await Service.CountAsync<RefundRow>(),
            (await Service.QueryAsync(static db => LinqToDB.Data.DataContextExtensions.QueryToListAsync<long>(
                db, "SELECT COUNT(*) FROM gateway_log")))[0]);

    [Fact]
    public async Task Problems_WhoeverWritesThem_HaveTheSameMembers()
    {
        var ours = await Api.ReadOrderAsync("nope");
        var bound = await Api.PayRawAsync("{", ("Idempotency-Key", NewKey()));
        var routed = await Api.SendAsync(HttpMethod.Get, "/api/v1/nothing");

        Assert.All((Reply[])[ours, bound, routed], static reply =>
        {
            Assert.Equal("application/problem+json", reply.MediaType);
            Assert.False(reply.Body.TryGetProperty("type", out _));
            Assert.True(reply.Body.TryGetProperty("title", out _) && reply.Body.TryGetProperty("trace_id", out _));
        });
    }

    [Fact]
    public async Task Refusal_OfABadNumber_EndsInOneFullStop()
    {
        var reply = await Api.CreateOrderAsync("no good ", "100");

        Assert.Equal(422, reply.Status);
        Assert.DoesNotContain("..", reply["detail"], StringComparison.Ordinal);
        Assert.EndsWith(".", reply["detail"], StringComparison.Ordinal);
    }
}
