using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Control;

public sealed class FaultControlTests
{
    [Fact]
    public async Task Put_Faults_ReplacesThemAll()
    {
        await using var gateway = await RunningGateway.StartAsync("--Gateway:Faults:LatencyMs=5");
        await gateway.Client.PutFaultsAsync("""{"charges": {"drip": {"rate": 0.5}}}""");

        var faults = (await gateway.Client.GetAsync("/control/faults")).Json;

        Assert.Equal(0, faults.GetProperty("latency_ms").GetInt32());
        Assert.Equal(0.5, faults.GetProperty("charges").GetProperty("drip").GetProperty("rate").GetDouble());
    }

    [Fact]
    public async Task Get_Faults_CanBePutBack()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"seed": 5, "latency_ms": 9, "charges": {"decline": {"next": 3}}}""");
        var faults = await gateway.Client.GetAsync("/control/faults");
        await gateway.Client.PostAsync("/control/reset", "");

        await gateway.Client.PutFaultsAsync(faults.Body);

        Assert.Equal(faults.Body, (await gateway.Client.GetAsync("/control/faults")).Body);
    }

    [Fact]
    public async Task Get_Faults_ShowsHowManyAreLeft()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PutFaultsAsync("""{"charges": {"decline": {"next": 3}}}""");
        await gateway.Client.ChargeAsync("op-1");

        var faults = (await gateway.Client.GetAsync("/control/faults")).Json;
        var decline = faults.GetProperty("charges").GetProperty("decline");

        Assert.Equal(2, decline.GetProperty("next").GetInt32());
    }

    [Theory]
    [InlineData("""{"latency_ms": -1}""", "latency_ms")]
    [InlineData("""{"latency_ms": 600001}""", "latency_ms")]
    [InlineData("""{"refunds": {"latency_spread_ms": -1}}""", "refunds.latency_spread_ms")]
    [InlineData("""{"charges": {"decline": {"rate": 1.1}}}""", "charges.decline.rate")]
    [InlineData("""{"charges": {"decline402": {"next": -1}}}""", "charges.decline402.next")]
    [InlineData("""{"charges": {"error_status": 200}}""", "charges.error_status")]
    [InlineData("""{"refunds": {"declined_tokens": ["a"]}}""", "refunds.declined_tokens")]
    [InlineData("""{"lookups": {"decline": {"rate": 0.1}}}""", "lookups.decline")]
    public async Task Put_OutOfRange_Is422NamingTheMemberAndChangesNothing(string faults, string member)
    {
        await using var gateway = await RunningGateway.StartAsync("--Gateway:Faults:Seed=77");

        var reply = await gateway.Client.TryPutFaultsAsync(faults);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.StartsWith(member, reply["detail"], StringComparison.Ordinal);
        Assert.Equal("77", (await gateway.Client.GetAsync("/control/faults"))["seed"]);
    }

    [Theory]
    [InlineData("""{"latency": 1}""")]
    [InlineData("""{"charges": {"declin": {"rate": 1}}}""")]
    [InlineData("""{"charges": {"decline": {"count": 1}}}""")]
    [InlineData("""{"charges": null}""")]
    [InlineData("""{"charges": {"decline": null}}""")]
    [InlineData("""{"latency_ms": "many"}""")]
    public async Task Put_UnknownOrUnreadable_Is400(string faults)
    {
        await using var gateway = await RunningGateway.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Client.TryPutFaultsAsync(faults)).Status);
    }

    [Fact]
    public async Task Reset_Plain_ClearsFaultsAndKeepsTheLedger()
    {
        await using var gateway = await RunningGateway.StartAsync("--Gateway:Faults:Charges:WrongAmount:Rate=1");
        await gateway.Client.ChargeAsync("op-1");

        await gateway.Client.PostAsync("/control/reset", "");

        Assert.Equal("50000", (await gateway.Client.ChargeAsync("op-1"))["amount"]);
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Reset_WithLedger_ForgetsEverything()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.RefundAsync(id, "r-1");

        await gateway.Client.PostAsync("/control/reset?ledger=true", "");

        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("requests"));
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.RefundAsync(id, "r-1")).Status);
        Assert.NotEqual(id, await gateway.Client.PaidAsync("op-1"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Reset_WithLedgerWhileARefundIsInFlight_LeavesNothingToRefund()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time, "--Gateway:Faults:Refunds:LatencyMs=2000");
        var refund = gateway.Client.RefundAsync(await gateway.Client.PaidAsync("op-1"), "r-1");
        await time.NextPauseAsync();

        await gateway.Client.PostAsync("/control/reset?ledger=true", "");
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(HttpStatusCode.NotFound, (await refund).Status);
        await gateway.Client.PaidAsync("op-1");
    }

    [Fact]
    public async Task Reset_WithLedgerUnderLoad_LeavesAConsistentLedger()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var load = Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var charge = await gateway.Client.ChargeAsync($"op-{i}");
            var refund = await gateway.Client.RefundAsync(charge["transaction_id"]!, $"r-{i}");
            return refund.Status;
        }));
        await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => gateway.Client.PostAsync("/control/reset?ledger=true", "")));

        Assert.All(await load, status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound));
        await gateway.Client.PaidAsync("op-after");
    }
}
