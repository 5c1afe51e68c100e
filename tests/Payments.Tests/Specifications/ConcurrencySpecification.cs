using Leasehold.Payments.Payments;
using Leasehold.Payments.Tests.Databases;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Requests that meet.</summary>
public abstract class ConcurrencySpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Process_FiftyRequestsWithOneKey_ChargeOnceAndAgree()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        var before = await Gateway.TotalsAsync();

        var replies = await InParallelAsync(50, _ => Api.PayAsync(order, key));

        Assert.Equal(before.Charges + 1, (await Gateway.TotalsAsync()).Charges);
        Assert.All(replies, static r => Assert.Contains(r.Status, (int[])[200, 202]));
        Assert.All(replies, r => Assert.Equal(($"PAY-{key}", order), (r["payment_id"], r["order_number"])));
        Assert.Single(replies.Where(static r => r.Status == 200).Select(static r
            => r.Text).Distinct(StringComparer.Ordinal));
        Assert.Equal(1, replies.Count(static r => r.Status == 200 && !r.IsReplayed));
        Assert.All(replies.Where(static r => r.Status == 202), static r =>
            Assert.Equal(("processing", true), (r["status"], r.Headers.RetryAfter is not null)));
    }

    [Fact]
    public async Task Process_TenKeysOnOneOrder_ChargeOnce()
    {
        var order = await Api.NewOrderAsync();
        var before = await Gateway.TotalsAsync();

        var replies = await InParallelAsync(10, _ => Api.PayAsync(order, NewKey()));

        Assert.Equal(before.Charges + 1, (await Gateway.TotalsAsync()).Charges);
        Assert.Equal(1, replies.Count(static r => r.Status == 200));
        Assert.Equal(9, replies.Count(static r => r.Status == 409));
    }

    [Fact]
    public async Task Process_OneKeyOnTenOrders_PaysOneAndLeavesTheOthersPayable()
    {
        var orders = new List<string>();
        for (var n = 0; n < 10; n++)
        {
            orders.Add(await Api.NewOrderAsync());
        }

        var key = NewKey();
        var before = await Gateway.TotalsAsync();

        var replies = await InParallelAsync(10, n => Api.PayAsync(orders[n], key));

        Assert.Equal(before.Charges + 1, (await Gateway.TotalsAsync()).Charges);
        Assert.Equal(1, replies.Count(static r => r.Status == 200));
        Assert.Equal(9, replies.Count(static r => r.Status == 422));
        var states = await Task.WhenAll(orders.Select(Api.OrderStatusAsync));
        Assert.Equal(9, states.Count(static s => s == "pending"));
    }

    [Fact]
    public async Task Process_AgainstCancel_ExactlyOneWins()
    {
        for (var round = 0; round < 10; round++)
        {
            var order = await Api.NewOrderAsync();

            var replies =
                await InParallelAsync(2, n => n == 0 ? Api.CancelAsync(order) : Api.PayAsync(order, NewKey()));

            Assert.Equal([200, 409], replies.Select(static r => r.Status).Order());
        }
    }

    [Fact]
    public async Task Refund_TwoFullOnesInParallel_RefundOnce()
    {
        var key = await Api.NewPaymentAsync();
        var before = await Gateway.TotalsAsync();

        var replies = await InParallelAsync(2, _ => Api.RefundAsync(key));

        Assert.Equal([200, 409], replies.Select(static r => r.Status).Order());
        Assert.Equal(before.Refunds + 1, (await Gateway.TotalsAsync()).Refunds);
        Assert.Equal("15000", (await Api.ReadPaymentAsync(key))["refunded_amount"]);
    }

    [Fact]
    public async Task Refund_TwentyFullOnesWithKeysOfTheirOwn_RefundOnce()
    {
        var key = await Api.NewPaymentAsync();
        var before = await Gateway.TotalsAsync();

        var replies = await InParallelAsync(20, _ => Api.RefundAsync(key, NewKey()));

        Assert.Equal(1, replies.Count(static r => r.Status == 200));
        Assert.Equal(19, replies.Count(static r => r.Status == 409));
        Assert.Equal(before.Refunds + 1, (await Gateway.TotalsAsync()).Refunds);
    }

    [Fact]
    public async Task Refund_TwentyRequestsWithOneKey_RefundOnce()
    {
        var payment = await Api.NewPaymentAsync();
        var key = NewKey();
        var before = await Gateway.TotalsAsync();

        var replies = await InParallelAsync(20, _ => Api.RefundAsync(payment, key, "100"));

        Assert.All(replies, static r => Assert.Contains(r.Status, (int[])[200, 202]));
        Assert.Single(replies.Where(static r => r.Status == 200).Select(static r
            => r.Text).Distinct(StringComparer.Ordinal));
        Assert.Equal(before.Refunds + 1, (await Gateway.TotalsAsync()).Refunds);
        Assert.Equal("100", (await Api.ReadPaymentAsync(payment))["refunded_amount"]);
    }

    [Fact]
    public async Task Refund_TwentyPartsOfWhichTenFit_RefundTen()
    {
        var order = await Api.NewOrderAsync(1000);
        var payment = NewKey();
        await Api.PayAsync(order, payment, "1000");
        var before = await Gateway.TotalsAsync();

        var replies = await InParallelAsync(20, _ => Api.RefundAsync(payment, NewKey(), "100"));

        Assert.Equal(10, replies.Count(static r => r.Status == 200));
        Assert.All(replies.Where(static r => r.Status != 200), static r => Assert.Contains(r.Status, (int[])[409,
            422]));
        Assert.Equal(before.Refunds + 10, (await Gateway.TotalsAsync()).Refunds);
        var after = await Api.ReadPaymentAsync(payment);
        Assert.Equal(("refunded", "1000"), (after["status"], after["refunded_amount"]));
        Assert.Equal("refunded", await Api.OrderStatusAsync(order));
    }

    [Fact]
    public async Task Save_PaymentFailedMeanwhile_TouchesNothingAndKeepsTheEvidenceForReview()
    {
        await Gateway.SetFaultsAsync("""{"latency_ms":500}""");
        try
        {
            var order = await Api.NewOrderAsync();
            var key = NewKey();
            var paying = Api.PayAsync(order, key);
            await Gateway.WaitForChargesInFlightAsync(1);
            await Service.QueryAsync(db => db.GetTable<Payment>()
                .Where(p => p.IdempotencyKey == key)
                .Set(static p => p.Status, "failed")
                .UpdateAsync());

            var reply = await paying;

            Assert.Equal((200, "failed"), (reply.Status, reply["status"]));
            Assert.NotEqual("paid", await Api.OrderStatusAsync(order), StringComparer.Ordinal);
            var id = await Service.OperationIdAsync(key);
            Assert.Equal("succeeded", (await Service.GatewayLogAsync(id))[^1].Outcome);
            Assert.Equal("late_success", Assert.Single(await Service.ReviewsOfAsync(id)).Kind);
        }
        finally
        {
            await Gateway.ClearFaultsAsync();
        }
    }
}
