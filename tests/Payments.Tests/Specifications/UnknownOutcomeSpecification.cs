using Leasehold.Payments.Gateway;
using Leasehold.Payments.Payments;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>The gateway was asked, and what it did is not known.</summary>
public abstract class UnknownOutcomeSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Theory]
    [InlineData("tok_error_after", "http_500", 1)]
    [InlineData("tok_error_before", "http_500", 0)]
    [InlineData("tok_rate_limited", "http_429", 0)]
    [InlineData("tok_malformed", "unreadable_answer", 1)]
    [InlineData("tok_drop_after", "connection_failed", 1)]
    [InlineData("tok_drop_before", "connection_failed", 0)]
    [InlineData("tok_timeout", "timeout", 1)]
    public async Task Process_NoUsableAnswer_StaysProcessingWithItsReason(string token, string reason, int charges)
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        var before = await Gateway.TotalsAsync();

        var reply = await Api.PayAsync(order, key, token: token);

        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        Assert.NotNull(reply.Headers.RetryAfter);
        Assert.Equal($"/api/v1/payments/PAY-{key}", reply.Headers.Location?.ToString());
        Assert.Equal(before.Charges + charges, (await Gateway.TotalsAsync()).Charges);
        var payment = await PaymentAsync(key);
        Assert.Equal(("processing", reason), (payment.Status, payment.Reason));
        Assert.Equal("payment_processing", await Api.OrderStatusAsync(order));
        var log = await Service.GatewayLogAsync(payment.Id);
        Assert.Equal("request, answer", LogRow.DirectionsOf(log));
        Assert.Equal(reason, log[1].Outcome);
    }

    [Fact]
    public async Task Process_UnknownOutcome_RepeatsWithoutAskingAgain()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        var first = await Api.PayAsync(order, key, token: "tok_error_after");
        var before = await Gateway.TotalsAsync();

        var repeat = await Api.PayAsync(order, key, token: "tok_error_after");

        Assert.Equal((202, first.Text), (repeat.Status, repeat.Text));
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Process_UnknownOutcome_BlocksOtherKeysCancellationAndRefund()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        await Api.PayAsync(order, key, token: "tok_error_after");
        var before = await Gateway.TotalsAsync();

        Assert.Equal(409, (await Api.PayAsync(order, NewKey())).Status);
        Assert.Equal(409, (await Api.CancelAsync(order)).Status);
        Assert.Equal(409, (await Api.RefundAsync(key)).Status);
        Assert.Equal(409, (await Api.RefundAsync(key, NewKey(), "100")).Status);
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Process_AnswerAboutAnotherAmount_GoesToReviewAndIsNotPaid()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();

        var reply = await Api.PayAsync(order, key, token: "tok_wrong_amount");

        Assert.Equal((202, "processing"), (reply.Status, reply["status"]));
        Assert.Null(reply["transaction_id"]);
        var payment = await PaymentAsync(key);
        Assert.StartsWith(Outcomes.Review, payment.Reason, StringComparison.Ordinal);
        Assert.StartsWith("tx_", payment.TransactionId, StringComparison.Ordinal);
        Assert.Equal("payment_processing", await Api.OrderStatusAsync(order));
    }

    [Theory]
    [InlineData("tok_error_after")]
    [InlineData("tok_drop_before")]
    [InlineData("tok_malformed")]
    public async Task Process_UnknownOutcome_TellsNothingOfTheInside(string token)
    {
        var reply = await Api.PayAsync(await Api.NewOrderAsync(), NewKey(), token: token);

        foreach (var inside in (string[])["127.0.0.1", "localhost", "http://", "Exception", " at ", "gateway_error",
            token])
        {
            Assert.DoesNotContain(inside, reply.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Process_CallerGoneDuringTheCall_IsSavedAllTheSame()
    {
        await Gateway.SetFaultsAsync("""{"latency_ms":700}""");
        try
        {
            var order = await Api.NewOrderAsync();
            var key = NewKey();
            using var gone = new CancellationTokenSource();
            var paying = Api.PayAsync(order, key, cancellationToken: gone.Token);
            await Gateway.WaitForChargesInFlightAsync(1);
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => paying);

            Assert.Equal("completed", await SettledStatusAsync(key));
            Assert.Equal("paid", await Api.OrderStatusAsync(order));
        }
        finally
        {
            await Gateway.ClearFaultsAsync();
        }
    }

    [Fact]
    public async Task Refund_UnknownOutcome_KeepsItsAmountReserved()
    {
        var payment = await Api.NewPaymentAsync(1000);
        var key = NewKey();
        await Gateway.SetFaultsAsync("""{"refunds":{"error_after":{"next":1}}}""");

        var unknown = await Api.RefundAsync(payment, key, "600");
        var repeat = await Api.RefundAsync(payment, key, "600");
        var before = await Gateway.TotalsAsync();

        Assert.Equal((202, "refund_processing"), (unknown.Status, unknown["status"]));
        Assert.Equal(("0", null), (unknown["refunded_amount"], unknown["refund_id"]));
        Assert.Equal((202, unknown.Text), (repeat.Status, repeat.Text));
        Assert.Equal(409, (await Api.RefundAsync(payment, NewKey(), "500")).Status);
        Assert.Equal(422, (await Api.RefundAsync(payment, NewKey(), "1001")).Status);
        Assert.Equal(before, await Gateway.TotalsAsync());
        var rest = await Api.RefundAsync(payment, NewKey(), "400");
        Assert.Equal((200, "refund_processing", "400"), (rest.Status, rest["status"], rest["refunded_amount"]));
        Assert.Equal(409, (await Api.RefundAsync(payment)).Status);
    }

    private Task<Payment> PaymentAsync(string key)
        => Service.QueryAsync(db => db.GetTable<Payment>().Where(p => p.IdempotencyKey == key).SingleAsync());

    private async Task<string?> SettledStatusAsync(string key)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        string? status;
        do
        {
            status = (await Api.ReadPaymentAsync(key))["status"];
        }
        while (status == "processing" && TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(20));

        return status;
    }
}
