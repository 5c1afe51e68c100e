using Leasehold.Payments.Payments;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.States;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Asking the gateway, and what comes of answers that contradict the rows.</summary>
public abstract class VerifySpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Verify_OutcomeUnknownAndCharged_CompletesIt()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        await Api.PayAsync(order, key, token: "tok_error_after");

        var reply = await Api.VerifyAsync(key);

        Assert.Equal((200, "completed"), (reply.Status, reply["status"]));
        Assert.StartsWith("tx_", reply["transaction_id"], StringComparison.Ordinal);
        Assert.Equal("paid", await Api.OrderStatusAsync(order));
    }

    [Fact]
    public async Task Verify_OutcomeUnknownAndNotFound_ProvesNothing()
    {
        var order = await Api.NewOrderAsync();
        var key = NewKey();
        await Api.PayAsync(order, key, token: "tok_error_before");

        var reply = await Api.VerifyAsync(key);

        Assert.Equal((200, "processing"), (reply.Status, reply["status"]));
        Assert.Equal("payment_processing", await Api.OrderStatusAsync(order));
    }

    [Fact]
    public async Task Verify_CompletedPayment_AnswersItAndRaisesNothing()
    {
        var key = await Api.NewPaymentAsync();

        var reply = await Api.VerifyAsync(key);

        Assert.Equal((200, "completed"), (reply.Status, reply["status"]));
        Assert.Empty(await Service.ReviewsOfAsync(await Service.OperationIdAsync(key)));
    }

    [Fact]
    public async Task Verify_UnknownPayment_Is404()
        => Assert.Equal(404, (await Api.VerifyAsync("nobodys")).Status);

    [Fact]
    public async Task Verify_RefundedAtTheGatewayBehindOurBack_GoesToReviewOnce()
    {
        var key = await Api.NewPaymentAsync();
        await Gateway.RefundDirectlyAsync((await Api.ReadPaymentAsync(key))["transaction_id"]!);

        Assert.Equal("completed", (await Api.VerifyAsync(key))["status"]);
        await Api.VerifyAsync(key);

        var review = Assert.Single(await Service.ReviewsOfAsync(await Service.OperationIdAsync(key)));
        Assert.Equal((ReviewKinds.RefundMismatch, $"PAY-{key}"), (review.Kind, review.PaymentId));
    }

    [Fact]
    public async Task Verify_AnswerAboutAnotherAmount_GoesToReviewAndIsNotPaid()
    {
        var key = NewKey();
        await Api.PayAsync(await Api.NewOrderAsync(), key, token: "tok_error_after");
        await Gateway.SetFaultsAsync("""{"lookups":{"wrong_amount":{"next":1}}}""");

        var reply = await Api.VerifyAsync(key);

        Assert.Equal((200, "processing"), (reply.Status, reply["status"]));
        var review = Assert.Single(await Service.ReviewsOfAsync(await Service.OperationIdAsync(key)));
        Assert.Equal(ReviewKinds.Mismatch, review.Kind);
    }

    [Fact]
    public async Task Verify_SuccessAfterALocalFailure_IsKeptForReviewAndChangesNothing()
    {
        var key = NewKey();
        var order = await Api.NewOrderAsync();
        await Api.PayAsync(order, key, token: "tok_declined");
        var id = await Service.OperationIdAsync(key);
        var row = await Service.QueryAsync(db => db.GetTable<Payment>().SingleAsync(p => p.Id == id));

        var stranger = Guid.NewGuid().ToString("N");

        // As if the decline had never been the gateway's word: it has the money after all.
        await Service.QueryAsync(db => db.GetTable<Payment>().Where(p => p.Id == id)
            .Set(static p => p.Id, stranger).UpdateAsync());
        await Gateway.ChargeDirectlyAsync(stranger, row.AmountMinor);

        var reply = await Api.VerifyAsync(key);

        Assert.Equal((200, PaymentStates.Failed), (reply.Status, reply["status"]));
        var review = Assert.Single(await Service.ReviewsOfAsync(stranger));
        Assert.Equal(ReviewKinds.LateSuccess, review.Kind);
        Assert.StartsWith("tx_", review.TransactionId, StringComparison.Ordinal);
        Assert.Equal("payment_failed", await Api.OrderStatusAsync(order));
    }
}
