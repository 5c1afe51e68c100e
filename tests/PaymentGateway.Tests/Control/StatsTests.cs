using Leasehold.Simulators.PaymentGateway.Tests.Gateways;

namespace Leasehold.Simulators.PaymentGateway.Tests.Control;

public sealed class StatsTests
{
    [Fact]
    public async Task Stats_Requests_AreCountedByKind()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var id = await gateway.Client.PaidAsync("op-1");
        await gateway.Client.PaidAsync("op-1");
        await gateway.Client.ChargeAsync("op-2", cardToken: "tok_declined");
        await gateway.Client.RefundAsync(id, "r-1");
        await gateway.Client.LookUpAsync("op-1");

        var stats = (await gateway.Client.GetAsync("/control/stats")).Json;

        Assert.Equal(
            (3, 1, 1),
            (Received(stats, "charges"), Received(stats, "refunds"), Received(stats, "lookups")));
        Assert.Equal(
            (1, 1, 1),
            (stats.GetProperty("charges_made").GetInt32(), stats.GetProperty("charges_declined").GetInt32(),
             stats.GetProperty("refunds_made").GetInt32()));
    }

    [Fact]
    public async Task Stats_InFlight_RisesToThePeakAndFallsBack()
    {
        var time = new PausedTime();
        await using var gateway = await RunningGateway.StartAsync(time, "--Gateway:Faults:LatencyMs=2000");
        var charges = Enumerable.Range(0, 30).Select(i => gateway.Client.ChargeAsync($"op-{i}")).ToList();
        for (var i = 0; i < charges.Count; i++)
        {
            await time.NextPauseAsync();
        }

        var during = (await gateway.Client.GetAsync("/control/stats")).Json.GetProperty("charges");
        time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(charges);

        Assert.Equal(30, during.GetProperty("in_flight").GetInt32());
        await Eventually.TrueAsync(async () =>
        {
            var after = (await gateway.Client.GetAsync("/control/stats")).Json.GetProperty("charges");
            return after.GetProperty("in_flight").GetInt32() == 0 &&
                   after.GetProperty("peak_in_flight").GetInt32() == 30;
        });
    }

    [Fact]
    public async Task Reset_WithStats_StartsCountingAnew()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Client.PaidAsync("op-1");

        await gateway.Client.PostAsync("/control/reset?stats=true", "");

        Assert.Equal(0, Received((await gateway.Client.GetAsync("/control/stats")).Json, "charges"));
    }

    private static int Received(System.Text.Json.JsonElement stats, string kind) =>
        stats.GetProperty(kind).GetProperty("received").GetInt32();
}
