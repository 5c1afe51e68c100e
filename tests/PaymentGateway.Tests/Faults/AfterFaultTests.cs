using System.Net;
using System.Text.Json;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Faults;

/// <summary>Faults that hit the answer to an effect that is in the ledger.</summary>
public sealed class AfterFaultTests
{
    [Fact]
    public async Task Charge_ErrorAfter_Is500AndCharged()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"error_after": {"next": 1}}}""");

        var failed = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.DoesNotContain("tx_", failed.Body, StringComparison.Ordinal);
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
        Assert.Equal("success", (await gateway.Client.ChargeAsync("op-1"))["status"]);
        Assert.Equal(["charged", "replayed"], await gateway.Client.OutcomesAsync("op-1"));
    }

    [Fact]
    public async Task Charge_DropAfter_BreaksTheConnectionAndIsFoundLater()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"drop_after": {"next": 1}}}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.Client.ChargeAsync("op-1"));

        Assert.Equal("success", (await gateway.Client.LookUpAsync("op-1"))["status"]);
    }

    [Fact]
    public async Task Charge_HangAfter_NeverAnswersAndIsFoundLater()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"hang_after": {"next": 1}}}""");

        await Hanging.AssertAsync(gateway, cancel => gateway.Client.ChargeAsync("op-1", cancellationToken: cancel));

        Assert.Equal("success", (await gateway.Client.LookUpAsync("op-1"))["status"]);
    }

    [Fact]
    public async Task Charge_Malformed_Is200ThatDoesNotParse()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"malformed": {"next": 1}}}""");

        var reply = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal((HttpStatusCode.OK, "application/json"), (reply.Status, reply.ContentType));
        Assert.ThrowsAny<JsonException>(() => reply.Json);
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Charge_WrongAmount_IsOneMinorUnitTooHighInTheAnswerOnly()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"wrong_amount": {"next": 1}}}""");

        var reply = await gateway.Client.ChargeAsync("op-1", "10.50", "USD");

        Assert.Equal("10.51", reply["amount"]);
        Assert.Equal("10.50", (await gateway.Client.LookUpAsync("op-1"))["amount"]);
    }

    [Fact]
    public async Task Charge_Drip_SendsTheRightAnswerByteByByte()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(
            time, "--Gateway:Faults:Charges:Drip:Rate=1", "--Gateway:Faults:Charges:DripIntervalMs=700");
        var dripping = gateway.Client.ChargeAsync("op-1");

        var pauses = 0;
        for (var pause = time.NextPauseAsync();
             await Task.WhenAny(pause, dripping) == pause;
             pause = time.NextPauseAsync())
        {
            Assert.Equal(TimeSpan.FromMilliseconds(700), await pause);
            pauses++;
            time.Advance(TimeSpan.FromMilliseconds(700));
        }

        var reply = await dripping;
        Assert.Equal("success", reply["status"]);

        // The client has all it needs once the last byte is there, before the pause that follows it.
        Assert.InRange(pauses, reply.Body.Length - 1, reply.Body.Length);
    }

    [Fact]
    public async Task Refund_ErrorAfter_IsRefundedOnce()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"refunds": {"error_after": {"next": 1}}}""");

        var failed = await gateway.Client.RefundAsync(id, "r-1", "100");
        var repeated = await gateway.Client.RefundAsync(id, "r-1", "100");

        Assert.Equal((HttpStatusCode.InternalServerError, "success"), (failed.Status, repeated["status"]));
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("refunds"));
    }

    [Fact]
    public async Task Refund_HangAfter_CanBeReadBack()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"refunds": {"drop_after": {"next": 1}}}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.Client.RefundAsync(id, "r-1"));

        Assert.Equal("success", (await gateway.Client.GetAsync("/v1/refunds?idempotency_key=r-1"))["status"]);
    }

    [Fact]
    public async Task Lookup_WrongAmount_IsInTheAnswerOnly()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"lookups": {"wrong_amount": {"next": 1}}}""");

        Assert.Equal("50001", (await gateway.Client.LookUpAsync("op-1"))["amount"]);
        Assert.Equal("50000", (await gateway.Client.LookUpAsync("op-1"))["amount"]);
    }
}
