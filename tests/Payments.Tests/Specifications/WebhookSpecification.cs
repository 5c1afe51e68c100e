using Leasehold.Payments.Payments;
using Leasehold.Payments.Reviews;
using Leasehold.Payments.States;
using Leasehold.Payments.Tests.Databases;
using Leasehold.Payments.Tests.Hosting;
using Leasehold.Payments.Webhooks;
using LinqToDB;
using LinqToDB.Async;

namespace Leasehold.Payments.Tests.Specifications;

/// <summary>Webhooks: signed, taken once, and never believed.</summary>
public abstract class WebhookSpecification(DatabaseFixture database) : ServiceSpecification(database)
{
    [Fact]
    public async Task Webhook_PaymentWithUnknownOutcome_IsSettledByAskingTheGateway()
    {
        var (key, id) = await NewUnknownPaymentAsync("tok_error_after");

        var reply = await Webhook.About(id).SendAsync(Api);

        Assert.Equal(200, reply.Status);
        Assert.Equal("completed", (await Api.ReadPaymentAsync(key))["status"]);
    }

    [Fact]
    public async Task Webhook_ThatClaimsSuccess_IsNotBelieved()
    {
        var (key, id) = await NewUnknownPaymentAsync("tok_error_before");

        var reply = await new Webhook(
            $$"""{"type":"payment.paid","data":{"merchant_uid":"{{id}}","status":"success","amount":15000} }""")
            .SendAsync(Api);

        Assert.Equal(200, reply.Status);
        Assert.Equal("processing", (await Api.ReadPaymentAsync(key))["status"]);
    }

    [Fact]
    public async Task Webhook_NamingTheTransactionOnly_FindsThePayment()
    {
        var key = await Api.NewPaymentAsync();
        var paid = await Api.ReadPaymentAsync(key);
        var id = await OperationIdAsync(key);

        Assert.Equal(200, (await Webhook.AboutTransaction(paid["transaction_id"]!).SendAsync(Api)).Status);

        Assert.Equal("request, answer, request, answer", LogRow.DirectionsOf(await Service.GatewayLogAsync(id)));
    }

    [Fact]
    public async Task Webhook_Repeated_AsksTheGatewayOnce()
    {
        var webhook = Webhook.About(await OperationIdAsync(await Api.NewPaymentAsync()));
        await webhook.SendAsync(Api);
        var before = await Gateway.TotalsAsync();

        var repeat = await webhook.SendAsync(Api);

        Assert.Equal(200, repeat.Status);
        Assert.Equal(before, await Gateway.TotalsAsync());
    }

    [Fact]
    public async Task Webhook_SameOneManyTimesAtOnce_IsTakenOnce()
    {
        var webhook = Webhook.About(await OperationIdAsync(await Api.NewPaymentAsync()));

        var replies = await InParallelAsync(10, _ => webhook.SendAsync(Api));

        Assert.All(replies, static reply => Assert.Equal(200, reply.Status));
        Assert.Equal(1, await Service.QueryAsync(db => db.GetTable<WebhookRow>().CountAsync(w => w.Id == webhook.Id)));
    }

    [Theory]
    [InlineData("""{"type":"customer.renamed","data":{"id":1}}""")]
    [InlineData("""{"type":"payment.updated","data":{"merchant_uid":"of nobody"}}""")]
    [InlineData("""{"type":"payment.updated","data":{"merchant_uid":"unknown-uid"}}""")]
    [InlineData("not json")]
    [InlineData("[]")]
    public async Task Webhook_NothingOfOurs_Is200(string body)
        => Assert.Equal(200, (await new Webhook(body).SendAsync(Api)).Status);

    [Fact]
    public async Task Webhook_BadSignature_Is401AndKeepsNothing()
    {
        var (key, id) = await NewUnknownPaymentAsync("tok_error_after");
        var webhook = Webhook.About(id);
        var before = await Gateway.TotalsAsync();

        var replies = new[]
        {
            await (webhook with { Key = new byte[32] }).SendAsync(Api),
            await webhook.SendAsync(Api, signature: "v1,AAAA"),
            await webhook.SendAsync(Api, signature: webhook.Sign().Replace("v1,", "v2,", StringComparison.Ordinal)),
            await webhook.SendAsync(Api, signature: webhook.Sign(), body: webhook.Body + " "),
            await (webhook with { Id = "other" }).SendAsync(Api, signature: webhook.Sign()),
            await Api.SendAsync(HttpMethod.Post, "/api/v1/payments/webhook", webhook.Body),
        };

        Assert.All(replies, static reply => Assert.Equal((401, "bad_signature"), (reply.Status, reply["code"])));
        Assert.Equal(before, await Gateway.TotalsAsync());
        Assert.Equal("processing", (await Api.ReadPaymentAsync(key))["status"]);
        Assert.Equal(0, await Service.QueryAsync(db => db.GetTable<WebhookRow>().CountAsync(w => w.Id == webhook.Id)));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(310)]
    public async Task Webhook_StaleOrFromTheFuture_Is401(int seconds)
    {
        var webhook = Webhook.About("any") with
        {
            Timestamp = Webhook.At(TimeProvider.System.GetUtcNow().AddSeconds(seconds)),
        };

        Assert.Equal(401, (await webhook.SendAsync(Api)).Status);
    }

    [Fact]
    public async Task Webhook_SecondOfSeveralSignatures_IsEnough()
    {
        var webhook = Webhook.About("any");

        var reply = await webhook.SendAsync(Api, signature: $"v1,AAAA {webhook.Sign()}");

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Webhook_BeforeStage3_ConvergesToOnePayment()
    {
        await Gateway.SetFaultsAsync("""{"charges":{"answer_delay_ms":1500}}""");
        try
        {
            var order = await Api.NewOrderAsync();
            var key = NewKey();
            var paying = Api.PayAsync(order, key);
            var id = await ChargedOperationAsync(order);

            var early = await Webhook.About(id).SendAsync(Api);

            Assert.Equal(200, early.Status);
            Assert.Equal("completed", (await Api.ReadPaymentAsync(key))["status"]);
            var paid = await paying;
            Assert.Equal((200, "completed"), (paid.Status, paid["status"]));
            Assert.Equal("paid", await Api.OrderStatusAsync(order));
            Assert.Empty(await Service.ReviewsOfAsync(id));
        }
        finally
        {
            await Gateway.ClearFaultsAsync();
        }
    }

    [Fact]
    public async Task Webhook_ChargeOfNobodyHere_GoesToReview()
    {
        var uid = PaymentsApi.NewName("stranger");
        await Gateway.ChargeDirectlyAsync(uid);

        await Webhook.About(uid).SendAsync(Api);
        await Webhook.About(uid).SendAsync(Api);

        var review = Assert.Single(await Service.ReviewsOfAsync(uid));
        Assert.Equal(ReviewKinds.GatewayOnly, review.Kind);
        Assert.StartsWith("tx_", review.TransactionId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_GatewayAway_IsKeptForLater()
    {
        var webhook = Webhook.About(await OperationIdAsync(await Api.NewPaymentAsync()));
        await Gateway.SetFaultsAsync("""{"lookups":{"error_before":{"next":1}}}""");

        Assert.Equal(200, (await webhook.SendAsync(Api)).Status);

        Assert.Null(await HandledAsync(webhook));
        Assert.Equal(200, (await webhook.SendAsync(Api)).Status);
        Assert.NotNull(await HandledAsync(webhook));
    }

    private Task<long?> HandledAsync(Webhook webhook)
        => Service.QueryAsync(db => db.GetTable<WebhookRow>()
            .Where(w => w.Id == webhook.Id).Select(static w => w.HandledUs).SingleAsync());

    private Task<string> OperationIdAsync(string key) => Service.OperationIdAsync(key);

    private async Task<(string Key, string Id)> NewUnknownPaymentAsync(string token)
    {
        var key = NewKey();
        var reply = await Api.PayAsync(await Api.NewOrderAsync(), key, token: token);
        Assert.Equal((202, PaymentStates.Processing), (reply.Status, reply["status"]));
        return (key, await OperationIdAsync(key));
    }

    /// <summary>The operation that pays the order, once the gateway has taken the money.</summary>
    private async Task<string> ChargedOperationAsync(string order)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var id = await Service.QueryAsync(db => db.GetTable<Payment>()
                .Where(p => p.OrderNumber == order).Select(static p => p.Id).SingleOrDefaultAsync());
            if (id is not null && await Gateway.ChargesOfAsync(id) == 1)
            {
                return id;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(20), "Never charged.");
        }
    }
}
