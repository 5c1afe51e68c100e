using Leasehold.Payments.Orders;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Paying an order, and what an idempotency key promises.</summary>
public abstract class ProcessSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Process_PayableOrder_CompletesAndPaysIt()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();

        var reply = await Api.PayAsync(order, key);

        Assert.Equal(200, reply.Status);
        Assert.Equal("completed", reply["status"]);
        Assert.Equal($"PAY-{key}", reply["payment_id"]);
        Assert.Equal(order, reply["order_number"]);
        Assert.Equal("15000", reply["amount"]);
        Assert.Equal("0", reply["refunded_amount"]);
        Assert.StartsWith("tx_", reply["transaction_id"], StringComparison.Ordinal);
        Assert.False(reply.IsReplayed);
        Assert.Equal("paid", await Api.OrderStatusAsync(order));
    }

    [Fact]
    public async Task Read_PaymentMade_IsTheAnswerItGot()
    {
        var key = NewKey();
        var paid = await Api.PayAsync(await Api.NewOrderAsync(), key);

        Assert.Equal(paid.Text, (await Api.ReadPaymentAsync(key)).Text);
    }

    [Theory]
    [InlineData("PAY-nope")]
    [InlineData("nope")]
    [InlineData("PAY-")]
    public async Task Read_UnknownPayment_Is404(string id)
        => Assert.Equal(404, (await Api.SendAsync(HttpMethod.Get, $"/api/v1/payments/{id}")).Status);

    [Fact]
    public async Task Process_Repeat_IsReplayedAndChargesOnce()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        var first = await Api.PayAsync(order, key);
        var before = await Gateway.TotalsAsync();

        var repeat = await Api.PayAsync(order, key);

        Assert.Equal((200, first.Text, true), (repeat.Status, repeat.Text, repeat.IsReplayed));
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Process_RepeatWrittenDifferently_IsTheSamePayload()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        var first = await Api.PayAsync(order, key);

        var repeat = await Api.PayRawAsync(
            $$"""{ "card_token" : "tok_visa",  "amount":"15000.00", "order_number":"{{order}}", "more":[] }""",
            ("Idempotency-Key", key));

        Assert.Equal((200, first.Text), (repeat.Status, repeat.Text));
    }

    [Fact]
    public async Task Process_RepeatAfterRefund_IsStillTheFirstAnswer()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        var first = await Api.PayAsync(order, key);
        await Api.RefundAsync(key);

        var repeat = await Api.PayAsync(order, key);

        Assert.Equal((200, first.Text, true), (repeat.Status, repeat.Text, repeat.IsReplayed));
        Assert.Equal("refunded", (await Api.ReadPaymentAsync(key))["status"]);
    }

    [Theory]
    [InlineData("16000", "tok_visa")]
    [InlineData("15000", "tok_other")]
    public async Task Process_KeyWithOtherPayload_Is422AndDoesNotReachTheGateway(string amount, string token)
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        await Api.PayAsync(order, key);
        var before = await Gateway.TotalsAsync();

        var reply = await Api.PayAsync(order, key, amount, token: token);

        Assert.Equal((422, "idempotency_key_reused"), (reply.Status, reply["code"]));
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Process_KeyWithOtherOrder_Is422AndEchoesNeither()
    {
        var key = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(), key);

        var reply = await Api.PayAsync("ORD-the-callers", key);

        Assert.Equal(422, reply.Status);
        Assert.DoesNotContain("ORD-the-callers", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_KeyUsedForAnotherPayableOrder_Is422AndLeavesThatOrderPayable()
    {
        var key = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(), key);
        var other = await Api.NewOrderAsync();

        Assert.Equal(422, (await Api.PayAsync(other, key)).Status);
        Assert.Equal("pending", await Api.OrderStatusAsync(other));
    }

    [Fact]
    public async Task Process_KeysThatDifferInCase_AreTwoPayments()
    {
        var key = PaymentsApi.NewName("Key");

        var lower = await Api.PayAsync(await Api.NewOrderAsync(), key.ToLowerInvariant());
        var upper = await Api.PayAsync(await Api.NewOrderAsync(), key.ToUpperInvariant());

        Assert.Equal((200, 200), (lower.Status, upper.Status));
        Assert.False(upper.IsReplayed);
        Assert.NotEqual(lower["transaction_id"], upper["transaction_id"], StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(255)]
    public async Task Process_KeyOfAnyLegalLength_IsTaken(int length)
    {
        var key = length == 1 ? "~" : NewKey().PadRight(length, '~');

        Assert.Equal((length, 200), (key.Length, (await Api.PayAsync(await Api.NewOrderAsync(), key)).Status));
        Assert.Equal(200, (await Api.ReadPaymentAsync(key)).Status);
    }

    [Fact]
    public async Task Process_SecondKeyOnPaidOrder_Is409()
    {
        var order = await Api.NewOrderAsync();
        await Api.PayAsync(order, NewKey());
        var before = await Gateway.TotalsAsync();

        var reply = await Api.PayAsync(order, NewKey());

        Assert.Equal((409, "order_paid"), (reply.Status, reply["code"]));
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Process_RefundedOrCancelledOrder_Is409()
    {
        var refunded = await Api.NewOrderAsync();
        var key = NewKey();
        await Api.PayAsync(refunded, key);
        await Api.RefundAsync(key);
        var cancelled = await Api.NewOrderAsync();
        await Api.CancelAsync(cancelled);

        Assert.Equal("order_refunded", (await Api.PayAsync(refunded, NewKey()))["code"]);
        Assert.Equal("order_cancelled", (await Api.PayAsync(cancelled, NewKey()))["code"]);
    }

    [Theory]
    [InlineData("tok_declined")]
    [InlineData("tok_declined_402")]
    public async Task Process_Declined_FailsAndFreesTheOrderForANewKey(string token)
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();

        var declined = await Api.PayAsync(order, key, token: token);

        Assert.Equal((200, "failed"), (declined.Status, declined["status"]));
        Assert.Null(declined["transaction_id"]);
        Assert.Equal("payment_failed", await Api.OrderStatusAsync(order));
        Assert.Equal("completed", (await Api.PayAsync(order, NewKey()))["status"]);
    }

    [Fact]
    public async Task Process_RepeatOfDeclined_IsReplayedAndTriesNothing()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        var declined = await Api.PayAsync(order, key, token: "tok_declined");
        var before = await Gateway.TotalsAsync();

        var repeat = await Api.PayAsync(order, key, token: "tok_declined");

        Assert.Equal((200, declined.Text, true), (repeat.Status, repeat.Text, repeat.IsReplayed));
        Assert.Equal("payment_failed", await Api.OrderStatusAsync(order));
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Theory]
    [InlineData("tok_declined")]
    [InlineData("tok_declined_402")]
    public async Task Process_Declined_CarriesTheGatewaysOwnWordsFromThenOn(string token)
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();

        var declined = await Api.PayAsync(order, key, token: token);

        Assert.Equal((200, "failed", "The card was declined."),
            (declined.Status, declined["status"], declined["gateway_message"]));
        Assert.Equal(declined.Text, (await Api.PayAsync(order, key, token: token)).Text);
        Assert.Equal("The card was declined.", (await Api.ReadPaymentAsync(key))["gateway_message"]);
        var paid = NewKey();
        Assert.Null((await Api.PayAsync(order, paid))["gateway_message"]);
        Assert.Null((await Api.ReadPaymentAsync(paid))["gateway_message"]);
    }

    [Fact]
    public async Task Process_AcceptLanguageKorean_AnswersInKorean()
    {
        var order = await Api.NewOrderAsync();

        var reply = await Api.PayRawAsync(
            $$"""{"order_number":"{{order}}","amount":15000,"card_token":"tok_visa"}""",
            ("Idempotency-Key", NewKey()), ("Accept-Language", "fr, ko-KR;q=0.9, en;q=0.5"));

        Assert.Equal("결제가 완료되었습니다.", reply["message"]);
    }

    [Fact]
    public async Task Process_KeyOfRefusedRequest_IsNotConsumed()
    {
        var key = NewKey();
        var order = await Api.NewOrderAsync();
        Assert.Equal(404, (await Api.PayAsync("ORD-nope", key)).Status);
        Assert.Equal(400, (await Api.PayAsync(order, key, "14999")).Status);
        Assert.Equal(422, (await Api.PayAsync(order, key, "15000.5")).Status);

        Assert.Equal(200, (await Api.PayAsync(order, key)).Status);
    }

    [Fact]
    public async Task Process_OperationIdAndMerchantUid_AreNotThePaymentId()
    {
        var key = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(), key);

        var id = await Service.QueryAsync(db =>
            db.GetTable<Payment>().Where(p => p.IdempotencyKey == key).Select(static p => p.Id).SingleAsync());
        var log = await Service.GatewayLogAsync(id);

        Assert.Equal("request, answer", LogRow.DirectionsOf(log));
        Assert.Contains($"\"merchant_uid\":\"{id}\"", log[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain(key, log[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_AnyOutcome_LeavesNoCardTokenBehind()
    {
        var token = PaymentsApi.NewName("tok_canary");
        var key = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(), key, token: token);
        await Api.PayAsync(await Api.NewOrderAsync(), NewKey(), token: token, amount: "1");

        var kept = await Service.QueryAsync(db => db.QueryToListAsync<string>(
            "SELECT COALESCE(body, '') FROM gateway_log UNION ALL SELECT fingerprint FROM payments"));

        Assert.DoesNotContain(kept, text => text.Contains(token, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(
            Service.Logs.GetSnapshot(), record => record.Message.Contains(token, StringComparison.OrdinalIgnoreCase)
                || record.Exception?.ToString().Contains(token, StringComparison.OrdinalIgnoreCase) == true);
    }

    [Fact]
    public async Task Process_WhileTheGatewayTakesItsTime_HoldsNoConnection()
    {
        await Gateway.SetFaultsAsync("""{"latency_ms":1000}""");
        try
        {
            var orders = new List<string>();
            for (var n = 0; n < 40; n++)
            {
                orders.Add(await Api.NewOrderAsync());
            }

            var paying = InParallelAsync(orders.Count, n => Api.PayAsync(orders[n], NewKey()));
            await Gateway.WaitForChargesInFlightAsync(orders.Count);

            Assert.Equal(0, Service.Pools.Api.Snapshot().InUse);
            Assert.All(await paying, static reply => Assert.Equal(200, reply.Status));
        }
        finally
        {
            await Gateway.ClearFaultsAsync();
        }
    }
}
