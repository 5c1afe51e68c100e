using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Requests as the clients of the guide's own service send them.</summary>
public abstract class GuideSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    private readonly DatabaseFixture _database = database;

    private GuideClient Client => new(Service.Http);

    // A float, Pydantic's decimal as a string, httpx's and requests' separators, a currency or none.
    [Theory]
    [InlineData("""{"order_number":"$","amount":15000.0,"currency":"KRW","card_token":"tok_visa"}""")]
    [InlineData("""{"order_number": "$", "amount": 15000, "card_token": "tok_visa"}""")]
    [InlineData("""{"order_number":"$","amount":"15000.00","currency":"KRW","card_token":"tok_visa"}""")]
    [InlineData("""{"order_number":"$","amount":"15000","card_token":"tok_visa","memo":null}""")]
    public async Task Process_GuidesBodies_ArePaidWithTheMembersTheGuideAnswersWith(string body)
    {
        var order = await Api.NewOrderAsync();
        var key = GuideClient.NewKey();

        var reply = await Client.ProcessAsync(Of(order, body), key);

        Assert.Equal((200, "application/json"), (reply.Status, reply.MediaType));
        Assert.Equal(
            ($"PAY-{key}", order, "completed", "15000"),
            (reply["payment_id"], reply["order_number"], reply["status"], reply["amount"]));
        Assert.NotNull(reply["transaction_id"]);
        Assert.NotNull(reply["message"]);
        Assert.Equal("paid", await Api.OrderStatusAsync(order));
        Assert.Equal(reply.Text, (await Client.ReadAsync($"PAY-{key}")).Text);
    }

    // json.dumps of the requests library leaves nothing but ASCII.
    [Fact]
    public async Task Process_OrderNumberInKorean_IsTheOrderHoweverItIsWritten()
    {
        var number = PaymentsApi.NewName("주문");
        Assert.Equal(201, (await Api.CreateOrderAsync(number, "15000")).Status);
        var escaped = number.Replace("주문", "\\uc8fc\\ubb38", StringComparison.Ordinal);

        var reply = await Client.ProcessAsync(Of(escaped), GuideClient.NewKey());

        Assert.Equal((200, number), (reply.Status, reply["order_number"]));
        Assert.Equal("paid", (await Client.GetAsync($"/api/v1/orders/{Uri.EscapeDataString(number)}"))["status"]);
    }

    [Fact]
    public async Task Process_KeyAgain_GetsTheFirstAnswerAndChargesOnce()
    {
        var order = await Api.NewOrderAsync();
        var key = GuideClient.NewKey();
        var first = await Client.ProcessAsync(Of(order), key);
        var before = await Gateway.TotalsAsync();

        var again = await Client.ProcessAsync(Of(order), key);

        Assert.Equal((200, first.Text, true), (again.Status, again.Text, again.IsReplayed));
        Assert.Equal(before, await Gateway.TotalsAsync());
        Assert.Equal(409, (await Client.ProcessAsync(Of(order), GuideClient.NewKey())).Status);
    }

    [Theory]
    [InlineData("""{"order_number":"ORD-nope","amount":15000,"card_token":"tok_visa"}""", 404, "order_not_found")]
    [InlineData("""{"order_number":"$","amount":14999.99,"card_token":"tok_visa"}""", 422, "bad_amount")]
    [InlineData("""{"order_number":"$","amount":14999,"card_token":"tok_visa"}""", 400, "amount_mismatch")]
    [InlineData("""{"order_number":"$","amount":15000,"currency":"JPY","card_token":"tok"}""", 400, "amount_mismatch")]
    [InlineData("""{"order_number":"$","amount":15000}""", 422, "bad_card_token")]
    public async Task Process_Refused_LeavesTheOrderPayable(string body, int status, string code)
    {
        var order = await Api.NewOrderAsync();

        var reply = await Client.ProcessAsync(Of(order, body), GuideClient.NewKey());

        Assert.Equal((status, code), (reply.Status, reply["code"]));
        Assert.NotNull(reply["detail"]);
        Assert.Equal("pending", await Api.OrderStatusAsync(order));
    }

    [Fact]
    public async Task Process_NoKey_IsRefusedByName()
    {
        var reply = await Client.ProcessAsync(Of(await Api.NewOrderAsync()), key: null);

        Assert.Equal((400, "idempotency_key_missing"), (reply.Status, reply["code"]));
        Assert.Contains("Idempotency-Key", reply["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_Declined_FailsAndTheOrderIsPaidWithANewKey()
    {
        var order = await Api.NewOrderAsync();

        var declined = await Client.ProcessAsync(Of(order, Body("tok_declined")), GuideClient.NewKey());

        Assert.Equal((200, "failed"), (declined.Status, declined["status"]));
        Assert.Equal("payment_failed", await Api.OrderStatusAsync(order));
        Assert.Equal("completed", (await Client.ProcessAsync(Of(order), GuideClient.NewKey()))["status"]);
        Assert.Equal("paid", await Api.OrderStatusAsync(order));
    }

    // Where the guide's service answers 500 and calls it failed: charged or not, the money is followed to its end.
    [Theory]
    [InlineData("tok_error_after")]
    [InlineData("tok_malformed")]
    public async Task Process_GatewayFailsAfterTheCharge_IsFollowedToTheEndAndChargedOnce(string token)
    {
        await using var service = await ServiceUnderTest.StartAsync(
            Gateway.Url,
            [
                .. (await _database.NewDatabaseAsync())!,
                "--Leasehold:Durable:PollInterval=00:00:00.100",
                "--Leasehold:Durable:Operations:payment.charge:FirstPause=00:00:00.100",
            ]);
        var client = new GuideClient(service.Http);
        var order = await service.Api.NewOrderAsync();
        var key = GuideClient.NewKey();
        var before = await Gateway.TotalsAsync();

        var answer = await client.ProcessAsync(Of(order, Body(token)), key);

        Assert.Equal((202, "processing"), (answer.Status, answer["status"]));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal($"/api/v1/payments/PAY-{key}", answer.Headers.Location?.ToString());
        var end = await client.FollowAsync(answer);
        Assert.Equal((200, "completed"), (end.Status, end["status"]));
        Assert.Equal("paid", await service.Api.OrderStatusAsync(order));
        Assert.Equal(before.Charges + 1, (await Gateway.TotalsAsync()).Charges);
    }

    [Fact]
    public async Task Refund_WithoutBodyOrKey_IsOfAllAndOnce()
    {
        var order = await Api.NewOrderAsync();
        var key = GuideClient.NewKey();
        var paid = await Client.ProcessAsync(Of(order), key);

        var refund = await Client.RefundAsync($"PAY-{key}");

        Assert.Equal(
            (200, "refunded", $"PAY-{key}", order, "15000"),
            (refund.Status, refund["status"], refund["payment_id"], refund["order_number"], refund["refunded_amount"]));
        Assert.Equal(paid["transaction_id"], refund["transaction_id"]);
        Assert.NotNull(refund["refund_id"]);
        Assert.Equal("refunded", await Api.OrderStatusAsync(order));
        Assert.Equal("refunded", (await Client.ReadAsync($"PAY-{key}"))["status"]);
        Assert.Equal(409, (await Client.RefundAsync($"PAY-{key}")).Status);
    }

    [Fact]
    public async Task Refund_NotCompletedOrUnknown_IsRefused()
    {
        var key = GuideClient.NewKey();
        await Client.ProcessAsync(Of(await Api.NewOrderAsync(), Body("tok_declined")), key);

        Assert.Equal(409, (await Client.RefundAsync($"PAY-{key}")).Status);
        Assert.Equal(404, (await Client.RefundAsync($"PAY-{GuideClient.NewKey()}")).Status);
    }

    [Theory]
    [InlineData("ko-KR,ko;q=0.9,en;q=0.8", "결제를 찾을 수 없습니다.")]
    [InlineData("en", "There is no such payment.")]
    [InlineData("fr", "There is no such payment.")]
    public async Task Read_Unknown_SpeaksTheCallersLanguage(string language, string detail)
    {
        var reply = await Client.GetAsync($"/api/v1/payments/PAY-{Guid.NewGuid():D}", ("Accept-Language", language));

        Assert.Equal((404, detail), (reply.Status, reply["detail"]));
    }

    [Theory]
    [InlineData("/docs", 302)]
    [InlineData("/openapi.json", 200)]
    [InlineData("/health", 200)]
    public async Task Get_AddressesOfTheGuide_AreThere(string path, int status)
        => Assert.Equal(status, (await Client.GetAsync(path)).Status);

    private static string Body(string token)
        => $$"""{"order_number":"$","amount":"15000.00","currency":"KRW","card_token":"{{token}}"}""";

    private static string Of(string order, string? body = null)
        => (body ?? Body("tok_visa")).Replace("$", order, StringComparison.Ordinal);
}
