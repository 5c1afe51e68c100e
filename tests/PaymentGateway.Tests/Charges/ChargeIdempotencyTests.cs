using System.Net;
using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Charges;

public sealed class ChargeIdempotencyTests
{
    [Fact]
    public async Task Charge_Repeated_GivesTheSameBytesAndChargesOnce()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var first = await gateway.Client.ChargeAsync("op-1");

        var second = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
        Assert.Equal(["charged", "replayed"], await gateway.Client.OutcomesAsync("op-1"));
    }

    [Fact]
    public async Task Charge_RepeatedAfterRestart_GivesTheSameBytes()
    {
        using var folder = new LedgerFolder();
        Reply first;
        await using (var gateway = await RunningGateway.StartOnAsync(folder.File))
        {
            first = await gateway.Client.ChargeAsync("op-1", "10.50", "USD");
        }

        await using var restarted = await RunningGateway.StartOnAsync(folder.File);
        var second = await restarted.Client.ChargeAsync("op-1", "10.50", "USD");

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(1, await restarted.Client.LedgerTotalAsync("charges"));
    }

    [Theory]
    [InlineData("50001", "KRW", "tok_visa")]
    [InlineData("500", "USD", "tok_visa")]
    [InlineData("50000", "KRW", "tok_other")]
    public async Task Charge_RepeatedWithOtherParameters_Is422(string amount, string currency, string cardToken)
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PaidAsync("op-1");

        var reply = await gateway.Client.ChargeAsync("op-1", amount, currency, cardToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.Equal("idempotency_mismatch", reply["code"]);
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Charge_RepeatedWithOtherSpelling_IsARepeat()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var first = await gateway.Client.ChargeAsync("op-1", "50000");

        var second = await gateway.Client.ChargeAsync("op-1", "\"50000.0\"");

        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task Charge_MerchantUidInOtherCase_IsAnother()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PaidAsync("op-a");

        await gateway.Client.PaidAsync("OP-A");

        Assert.Equal(2, await gateway.Client.LedgerTotalAsync("charges"));
    }

    [Fact]
    public async Task Charge_FirstStillInFlight_Is409InProgress()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time, "--Gateway:Faults:LatencyMs=2000");
        var first = gateway.Client.ChargeAsync("op-1");
        await time.NextPauseAsync();

        var second = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Equal("in_progress", second["code"]);
        Assert.Equal("1", second.RetryAfter);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("success", (await first)["status"]);
    }

    [Fact]
    public async Task Charge_RepeatedInParallelOnceSettled_IsAnsweredEachTime()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var first = await gateway.Client.ChargeAsync("op-1");
        await gateway.Client.PutFaultsAsync("""{"latency_ms": 20}""");

        var repeats = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.Client.ChargeAsync("op-1")));

        Assert.All(repeats, repeat => Assert.Equal(first.Body, repeat.Body));
    }

    [Fact]
    public async Task Charge_AfterARefusedRequest_MayUseTheMerchantUid()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.ChargeAsync("op-1", "-5");

        var reply = await gateway.Client.ChargeAsync("op-1");

        Assert.Equal("success", reply["status"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Charge_FiftyInParallel_ChargesOnce(int latencyMs)
    {
        await using var gateway = await RunningGateway.StartAsync($"--Gateway:Faults:LatencyMs={latencyMs}");

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.Client.ChargeAsync("op-1")));

        var answered = replies.Where(reply => reply.Status == HttpStatusCode.OK).ToList();
        Assert.Single(answered.Select(reply => reply.Body).Distinct(StringComparer.Ordinal));
        Assert.All(
            replies.Except(answered),
            reply => Assert.Equal((HttpStatusCode.Conflict, "in_progress"), (reply.Status, reply["code"])));
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
        Assert.Single(await gateway.Client.OutcomesAsync("op-1"), "charged");
    }

    [Fact]
    public async Task Charge_ManyInParallel_AreAllInTheLedgerWithTheirSum()
    {
        await using var gateway = await RunningGateway.StartAsync();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(i => gateway.Client.ChargeAsync($"op-{i}", "100")));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
        var totals = (await gateway.Client.LedgerAsync()).Json.GetProperty("totals");
        Assert.Equal(1_000, totals.GetProperty("charges").GetInt32());
        Assert.Equal(100_000, totals.GetProperty("sums")[0].GetProperty("captured").GetDecimal());
    }
}
