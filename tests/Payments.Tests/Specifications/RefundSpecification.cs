using Leasehold.Payments.Payments.Refund;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Refunds, one after the other.</summary>
public abstract class RefundSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Refund_NoAmountNoKey_RefundsAllThatIsLeft()
    {
        var order = await Api.NewOrderAsync();
        var payment = NewKey();
        await Api.PayAsync(order, payment);

        var reply = await Api.RefundAsync(payment);

        Assert.Equal((200, "refunded", "15000"), (reply.Status, reply["status"], reply["refunded_amount"]));
        Assert.StartsWith("rf_", reply["refund_id"], StringComparison.Ordinal);
        Assert.Equal($"PAY-{payment}", reply["payment_id"]);
        Assert.Equal("refunded", await Api.OrderStatusAsync(order));
    }

    [Fact]
    public async Task Refund_InParts_PassesThroughPartiallyRefunded()
    {
        var order = await Api.NewOrderAsync();
        var payment = NewKey();
        await Api.PayAsync(order, payment);

        var part = await Api.RefundAsync(payment, NewKey(), "5000", "one item");
        Assert.Equal(("partially_refunded", "5000"), (part["status"], part["refunded_amount"]));
        Assert.Equal("partially_refunded", await Api.OrderStatusAsync(order));

        var rest = await Api.RefundAsync(payment);
        Assert.Equal(("refunded", "15000"), (rest["status"], rest["refunded_amount"]));
        Assert.Equal("refunded", await Api.OrderStatusAsync(order));
    }

    [Fact]
    public async Task Refund_SameKey_IsOneRefundAndTheSameAnswer()
    {
        var payment = await Api.NewPaymentAsync();
        var key = NewKey();
        var first = await Api.RefundAsync(payment, key, "5000");
        await Api.RefundAsync(payment, NewKey(), "5000");
        var before = await Gateway.TotalsAsync();

        var repeat = await Api.RefundAsync(payment, key, "5000.0");

        Assert.Equal((200, first.Text, true), (repeat.Status, repeat.Text, repeat.IsReplayed));
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Refund_TwoKeysWithEqualAmounts_AreTwoRefunds()
    {
        var payment = await Api.NewPaymentAsync();

        var first = await Api.RefundAsync(payment, NewKey(), "5000");
        var second = await Api.RefundAsync(payment, NewKey(), "5000");

        Assert.NotEqual(first["refund_id"], second["refund_id"], StringComparer.Ordinal);
        Assert.Equal("10000", second["refunded_amount"]);
    }

    [Fact]
    public async Task Refund_KeysThatDifferInCase_AreTwoRefunds()
    {
        var payment = await Api.NewPaymentAsync();

        await Api.RefundAsync(payment, "refund-a", "1000");
        var second = await Api.RefundAsync(payment, "REFUND-A", "1000");

        Assert.Equal((200, "2000", false), (second.Status, second["refunded_amount"], second.IsReplayed));
    }

    [Fact]
    public async Task Refund_SameKeyOfAnotherPayment_IsAnotherRefund()
    {
        var key = NewKey();
        await Api.RefundAsync(await Api.NewPaymentAsync(), key, "1000");

        var other = await Api.RefundAsync(await Api.NewPaymentAsync(), key, "1000");

        Assert.Equal((200, false), (other.Status, other.IsReplayed));
    }

    [Theory]
    [InlineData("4000", null)]
    [InlineData(null, null)]
    [InlineData("5000", "another reason")]
    public async Task Refund_KeyWithOtherPayload_Is422(string? amount, string? reason)
    {
        var payment = await Api.NewPaymentAsync();
        var key = NewKey();
        await Api.RefundAsync(payment, key, "5000");

        Assert.Equal("idempotency_key_reused", (await Api.RefundAsync(payment, key, amount, reason))["code"]);
    }

    [Fact]
    public async Task Refund_AmountWithoutKey_Is400()
        => Assert.Equal(400, (await Api.RefundAsync(await Api.NewPaymentAsync(), null, "100")).Status);

    [Fact]
    public async Task Refund_MoreThanIsLeft_Is422()
    {
        var payment = await Api.NewPaymentAsync();
        await Api.RefundAsync(payment, NewKey(), "10000");
        var before = await Gateway.TotalsAsync();

        Assert.Equal(422, (await Api.RefundAsync(payment, NewKey(), "5001")).Status);
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Refund_RefundedPayment_Is409()
    {
        var payment = await Api.NewPaymentAsync();
        await Api.RefundAsync(payment);

        Assert.Equal(409, (await Api.RefundAsync(payment)).Status);
        Assert.Equal(409, (await Api.RefundAsync(payment, NewKey(), "1")).Status);
    }

    [Fact]
    public async Task Refund_UnknownPayment_Is404()
        => Assert.Equal(404, (await Api.RefundAsync("nope")).Status);

    [Fact]
    public async Task Refund_FailedPayment_Is409()
    {
        var key = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(), key, token: "tok_declined");

        Assert.Equal(409, (await Api.RefundAsync(key)).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.5")]
    [InlineData("\"x\"")]
    public async Task Refund_BadAmount_Is422(string amount)
    {
        var payment = await Api.NewPaymentAsync();

        Assert.Equal(422, (await Api.RefundAsync(payment, NewKey(), amount)).Status);
        Assert.Equal("completed", (await Api.ReadPaymentAsync(payment))["status"]);
    }

    [Fact]
    public async Task Refund_Cents_AreExact()
    {
        var payment = await Api.NewPaymentAsync(10.10m, "USD");

        await Api.RefundAsync(payment, NewKey(), "0.10");
        var reply = await Api.RefundAsync(payment, NewKey(), "\"3.33\"");

        Assert.Equal("3.43", reply["refunded_amount"]);
    }

    [Theory]
    [InlineData("""{"refunds":{"decline":{"next":1}}}""")]
    [InlineData("""{"refunds":{"decline402":{"next":1}}}""")]
    public async Task Refund_RefusedByTheGateway_GoesBackToTheStateBeforeAndFreesTheAmount(string faults)
    {
        var payment = await Api.NewPaymentAsync();
        var key = NewKey();
        await Gateway.SetFaultsAsync(faults);

        var refused = await Api.RefundAsync(payment, key, "5000");
        var repeat = await Api.RefundAsync(payment, key, "5000");

        Assert.Equal((409, "refund_declined"), (refused.Status, refused["code"]));
        Assert.False(string.IsNullOrEmpty(refused["gateway_message"]));
        Assert.Equal((409, true), (repeat.Status, repeat.IsReplayed));
        Assert.Equal(refused["gateway_message"], repeat["gateway_message"]);
        Assert.Equal("completed", (await Api.ReadPaymentAsync(payment))["status"]);
        Assert.Equal("refunded", (await Api.RefundAsync(payment))["status"]);
    }

    [Fact]
    public async Task Refund_SecondPartRefused_StaysPartiallyRefunded()
    {
        var payment = await Api.NewPaymentAsync();
        await Api.RefundAsync(payment, NewKey(), "5000");
        await Gateway.SetFaultsAsync("""{"refunds":{"decline":{"next":1}}}""");

        await Api.RefundAsync(payment, NewKey(), "5000");

        var after = await Api.ReadPaymentAsync(payment);
        Assert.Equal(("partially_refunded", "5000"), (after["status"], after["refunded_amount"]));
    }

    [Fact]
    public async Task Refund_AlreadyRefundedAtTheGateway_IsReadBackAndSettled()
    {
        var payment = await Api.NewPaymentAsync();
        await Gateway.RefundDirectlyAsync((await Api.ReadPaymentAsync(payment))["transaction_id"]!);
        var before = await Gateway.TotalsAsync();

        var reply = await Api.RefundAsync(payment);

        Assert.Equal((200, "refunded", "15000"), (reply.Status, reply["status"], reply["refunded_amount"]));
        Assert.Null(reply["refund_id"]);
        Assert.Equal(before.Refunds, (await Gateway.TotalsAsync()).Refunds);
        var log = await Service.GatewayLogAsync(await RefundIdAsync(payment));
        Assert.Equal("request, answer, request, answer", LogRow.DirectionsOf(log));
    }

    [Fact]
    public async Task Refund_AlreadyRefundedWhereThePartsDoNotAddUp_StaysUnknown()
    {
        var payment = await Api.NewPaymentAsync();
        await Gateway.RefundDirectlyAsync((await Api.ReadPaymentAsync(payment))["transaction_id"]!);

        var reply = await Api.RefundAsync(payment, NewKey(), "5000");

        Assert.Equal((202, "refund_processing", "0"), (reply.Status, reply["status"], reply["refunded_amount"]));
    }

    [Fact]
    public async Task Refund_WholeRest_TellsTheGatewayWhatIsLeft()
    {
        var payment = await Api.NewPaymentAsync();
        await Api.RefundAsync(payment, NewKey(), "5000");
        await Api.RefundAsync(payment);

        var bodies = await Service.QueryAsync(db => db.QueryToListAsync<string>(
            "SELECT g.body FROM gateway_log g JOIN refunds r ON r.id = g.operation_id "
            + "JOIN payments p ON p.id = r.payment_id "
            + "WHERE g.direction = 'request' AND p.idempotency_key = @key ORDER BY g.id",
            new LinqToDB.Data.DataParameter("key", payment)));

        Assert.DoesNotContain("remaining", bodies[0], StringComparison.Ordinal);
        Assert.Contains("\"remaining\":10000", bodies[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refund_KoreanReason_IsKeptAsWritten()
    {
        var payment = await Api.NewPaymentAsync();
        await Api.RefundAsync(payment, NewKey(), "1000", "단순 변심 😀");

        var id = await RefundIdAsync(payment);

        Assert.Equal("단순 변심 😀", await Service.QueryAsync(db =>
            db.GetTable<RefundRow>().Where(r => r.Id == id).Select(static r => r.Note).SingleAsync()));
    }

    private Task<string> RefundIdAsync(string paymentKey)
        => Service.QueryAsync(db => db.OnlyRefundOfAsync(paymentKey));
}
