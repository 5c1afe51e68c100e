using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Refunds;

public sealed class RefundTests
{
    [Fact]
    public async Task Refund_WithoutAmount_ReturnsAllThatIsLeft()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.RefundAsync(id, "r-1", "20000");

        var reply = await gateway.Client.RefundAsync(id, "r-2");

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(("success", "30000", "0"), (reply["status"], reply["amount"], reply["remaining"]));
        Assert.StartsWith("rf_", reply["refund_id"], StringComparison.Ordinal);
        Assert.Equal("50000", (await gateway.Client.LookUpAsync("op-1"))["refunded_amount"]);
    }

    [Fact]
    public async Task Refund_Repeated_GivesTheSameBytesAndRefundsOnce()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        var first = await gateway.Client.RefundAsync(id, "r-1", "20000");
        await gateway.Client.RefundAsync(id, "r-2", "10000");

        var second = await gateway.Client.RefundAsync(id, "r-1", "20000");

        Assert.Equal(first.Body, second.Body);
        Assert.Equal("30000", (await gateway.Client.LookUpAsync("op-1"))["refunded_amount"]);
    }

    [Fact]
    public async Task Refund_RepeatedAfterRestart_GivesTheSameBytes()
    {
        using var folder = new LedgerFolder();
        Reply first;
        string id;
        await using (var gateway = await RunningGateway.StartOnAsync(folder.File))
        {
            id = await gateway.Client.PaidAsync("op-1");
            first = await gateway.Client.RefundAsync(id, "r-1");
        }

        await using var restarted = await RunningGateway.StartOnAsync(folder.File);

        Assert.Equal(first.Body, (await restarted.Client.RefundAsync(id, "r-1")).Body);
        Assert.Equal("already_refunded", (await restarted.Client.RefundAsync(id, "r-2"))["code"]);
    }

    [Theory]
    [InlineData("10000")]
    [InlineData(null)]
    public async Task Refund_RepeatedWithOtherAmount_Is422(string? amount)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.RefundAsync(id, "r-1", "20000");

        var reply = await gateway.Client.RefundAsync(id, "r-1", amount);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_mismatch"), (reply.Status, reply["code"]));
    }

    [Fact]
    public async Task Refund_RepeatedForOtherPayment_Is422()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        var other = await gateway.Client.PaidAsync("op-2");
        await gateway.Client.RefundAsync(id, "r-1");

        Assert.Equal("idempotency_mismatch", (await gateway.Client.RefundAsync(other, "r-1"))["code"]);
    }

    [Fact]
    public async Task Refund_MoreThanIsLeft_Is422AndDoesNotUseTheKeyUp()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.RefundAsync(id, "r-1", "20000");

        var refused = await gateway.Client.RefundAsync(id, "r-2", "30001");
        var accepted = await gateway.Client.RefundAsync(id, "r-2", "30000");

        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "amount_exceeds_remaining"), (refused.Status, refused["code"]));
        Assert.Equal("success", accepted["status"]);
    }

    [Fact]
    public async Task Refund_NothingLeft_Is422AlreadyRefunded()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.RefundAsync(id, "r-1");

        var reply = await gateway.Client.RefundAsync(id, "r-2");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "already_refunded"), (reply.Status, reply["code"]));
    }

    [Fact]
    public async Task Refund_ExpectedRemaining_MustBeTheActualOne()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.RefundAsync(id, "r-1", "20000", remaining: "50000");

        var stale = await gateway.Client.RefundAsync(id, "r-2", "20000", remaining: "50000");
        var right = await gateway.Client.RefundAsync(id, "r-3", "20000", remaining: "30000");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "remaining_mismatch"), (stale.Status, stale["code"]));
        Assert.Equal("success", right["status"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bad key")]
    public async Task Refund_WithoutProperKey_Is400(string? key)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");

        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Client.RefundAsync(id, key)).Status);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.5")]
    public async Task Refund_BadAmount_Is422(string amount)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");

        Assert.Equal("bad_amount", (await gateway.Client.RefundAsync(id, "r-1", amount))["code"]);
    }

    [Fact]
    public async Task Refund_UnknownPayment_Is404()
    {
        await using var gateway = await RunningGateway.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.RefundAsync("tx_none", "r-1")).Status);
    }

    [Fact]
    public async Task Refund_DeclinedPayment_Is422()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var declined = await gateway.Client.ChargeAsync("op-1", cardToken: "tok_declined");

        Assert.Equal("not_refundable", (await gateway.Client.RefundAsync(declined["transaction_id"]!, "r-1"))["code"]);
    }

    [Fact]
    public async Task LookUp_ByKeyAndById_ReadTheRefundBack()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var refund = await gateway.Client.RefundAsync(await gateway.Client.PaidAsync("op-1"), "r-1", "20000");

        Assert.Equal(refund.Body, (await gateway.Client.GetAsync("/v1/refunds?idempotency_key=r-1")).Body);
        Assert.Equal(refund.Body, (await gateway.Client.GetAsync($"/v1/refunds/{refund["refund_id"]}")).Body);
    }
}
