using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Charges;

public sealed class ChargeLookupTests
{
    [Fact]
    public async Task LookUp_ByTransactionIdAndByMerchantUid_ShowTheSamePayment()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var charge = await gateway.Client.ChargeAsync("op-1");

        var byId = await gateway.Client.GetAsync($"/v1/payments/{charge["transaction_id"]}");
        var byUid = await gateway.Client.LookUpAsync("op-1");

        Assert.Equal(byId.Body, byUid.Body);
        foreach (var member in charge.Json.EnumerateObject())
        {
            Assert.Equal(member.Value.ToString(), byId[member.Name]);
        }
    }

    [Theory]
    [InlineData("/v1/payments/tx_none")]
    [InlineData("/v1/payments?merchant_uid=none")]
    [InlineData("/v1/refunds/rf_none")]
    [InlineData("/v1/refunds?idempotency_key=none")]
    public async Task LookUp_Unknown_Is404Problem(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();

        var reply = await gateway.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
        Assert.Equal("application/problem+json", reply.ContentType);
    }

    [Theory]
    [InlineData("/v1/payments")]
    [InlineData("/v1/payments?merchant_uid=")]
    [InlineData("/v1/payments?merchant_uid=a&merchant_uid=b")]
    [InlineData("/v1/refunds")]
    public async Task LookUp_WithoutOneKey_Is400(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Client.GetAsync(path)).Status);
    }

    [Fact]
    public async Task LookUp_DeclinedPayment_Is200WithStatusFailed()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.ChargeAsync("op-1", cardToken: "tok_declined_402");

        var reply = await gateway.Client.LookUpAsync("op-1");

        Assert.Equal((HttpStatusCode.OK, "failed"), (reply.Status, reply["status"]));
    }

    [Fact]
    public async Task LookUp_WithinTheDelay_IsNotFoundThoughCharged()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time, "--Gateway:LookupDelayMs=5000");
        await gateway.Client.PaidAsync("op-1");

        time.Advance(TimeSpan.FromMilliseconds(4_999));
        var early = await gateway.Client.LookUpAsync("op-1");
        time.Advance(TimeSpan.FromMilliseconds(1));
        var late = await gateway.Client.LookUpAsync("op-1");

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.OK, 1),
            (early.Status, late.Status, await gateway.Client.LedgerTotalAsync("charges")));
    }

    [Fact]
    public async Task LookUp_WhileTheChargeIsInFlight_IsNotFound()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time, "--Gateway:Faults:LatencyMs=2000");
        var charge = gateway.Client.ChargeAsync("op-1");
        await time.NextPauseAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.LookUpAsync("op-1")).Status);
        time.Advance(TimeSpan.FromSeconds(2));
        await charge;
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.LookUpAsync("op-1")).Status);
    }
}
