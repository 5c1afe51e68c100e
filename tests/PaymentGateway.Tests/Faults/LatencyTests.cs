using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Faults;

public sealed class LatencyTests
{
    [Fact]
    public async Task Latency_Charge_IsOverBeforeAnythingIsRecorded()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time, "--Gateway:Faults:LatencyMs=2000");
        var charge = gateway.Client.ChargeAsync("op-1");

        Assert.Equal(TimeSpan.FromSeconds(2), await time.NextPauseAsync());
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
        time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.Equal(0, await gateway.Client.LedgerTotalAsync("charges"));
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("success", (await charge)["status"]);
    }

    [Fact]
    public async Task AnswerDelay_Charge_IsRecordedBeforeItBegins()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(
            time, "--Gateway:Faults:Charges:AnswerDelayMs=3000");
        var charge = gateway.Client.ChargeAsync("op-1");

        Assert.Equal(TimeSpan.FromSeconds(3), await time.NextPauseAsync());
        Assert.Equal(1, await gateway.Client.LedgerTotalAsync("charges"));
        Assert.False(charge.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("success", (await charge)["status"]);
    }

    [Fact]
    public async Task LatencySpread_Charges_FallEvenlyWithinItAndRepeatWithTheSeed()
    {
        var first = await PausesAsync(seed: 3);
        var again = await PausesAsync(seed: 3);

        Assert.Equal(first, again);
        Assert.All(first, pause => Assert.InRange(pause.TotalMilliseconds, 1_000, 1_500));
        Assert.True(first.Distinct().Count() > 30);
        Assert.InRange(first.Average(pause => pause.TotalMilliseconds), 1_150, 1_350);
    }

    [Fact]
    public async Task Latency_OfOneKind_OverridesTheGeneralOne()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time);
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PutFaultsAsync(
            """{"latency_ms": 2000, "charges": {"latency_ms": 0}, "lookups": {"latency_ms": 300}}""");

        await gateway.Client.PaidAsync("op-2");
        var refund = gateway.Client.RefundAsync(id, "r-1");
        Assert.Equal(TimeSpan.FromSeconds(2), await time.NextPauseAsync());
        time.Advance(TimeSpan.FromSeconds(2));
        await refund;
        var lookup = gateway.Client.LookUpAsync("op-1");
        Assert.Equal(TimeSpan.FromMilliseconds(300), await time.NextPauseAsync());
        time.Advance(TimeSpan.FromMilliseconds(300));
        await lookup;
    }

    private static async Task<List<TimeSpan>> PausesAsync(int seed)
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(
            time, $"--Gateway:Faults:Seed={seed}", "--Gateway:Faults:LatencyMs=1000",
            "--Gateway:Faults:LatencySpreadMs=500");
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 40; i++)
        {
            var charge = gateway.Client.ChargeAsync($"op-{i}");
            pauses.Add(await time.NextPauseAsync());
            time.Advance(pauses[^1]);
            await charge;
        }

        return pauses;
    }
}
