using Leasehold.Sight.Attributions;

namespace Leasehold.Tests;

public sealed class AttributionTests
{
    private static readonly LeaseTimes OneSecondEach
        = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), ToldOfCommands: true);

    [Fact]
    public void Read_SeveralEndpoints_WorstFirstWithItsFigures()
    {
        var table = new UsageTable();
        var attribution = new Attribution(table, []);
        table.Add("GET /a", Workload.Api, OneSecondEach with { Idle = TimeSpan.Zero }, weight: 1);
        table.Add("GET /b", Workload.Api, OneSecondEach, weight: 3);

        var usage = attribution.Read();

        Assert.Equal("GET /b GET /a", string.Join(' ', usage.Select(static u => u.Endpoint)));
        Assert.Equal(3, usage[0].Leases);
        Assert.Equal(TimeSpan.FromSeconds(12), usage[0].Held);
        Assert.Equal(TimeSpan.FromSeconds(4), usage[0].MeanHold);
        Assert.Equal(TimeSpan.FromSeconds(4), usage[0].LongestHold);
        Assert.Equal(0.25, usage[0].Efficiency);
        Assert.Single(attribution.Read(1));
    }

    [Fact]
    public void Read_NoCommandWasToldOf_EfficiencyIsUnknown()
    {
        var table = new UsageTable();
        var attribution = new Attribution(table, []);

        table.Add("GET /a", Workload.Api, OneSecondEach with { ToldOfCommands = false }, weight: 1);

        Assert.Null(Assert.Single(attribution.Read()).Efficiency);
    }

    [Fact]
    public void Add_MoreEndpointsThanTheTableHolds_AreOneRowTogether()
    {
        var table = new UsageTable();
        var attribution = new Attribution(table, []);

        for (var i = 0; i < 1100; i++)
        {
            table.Add($"GET /orders/{i}", Workload.Api, OneSecondEach, weight: 1);
        }

        var worst = attribution.Read(1)[0];
        Assert.Equal(("other", 100), (worst.Endpoint, worst.Leases));
    }

    [Fact]
    public void TryPick_ManyAtOnce_PicksABurstAndLetsEachStandForThosePassedOver()
    {
        var sampling = new LeaseSampling();
        var picked = 0;
        for (var i = 0; i < 1000; i++)
        {
            picked += sampling.TryPick(nowMs: 5) ? 1 : 0;
        }

        Assert.Equal(256, picked);
        Assert.True(sampling.TryPick(nowMs: 6));
        Assert.Equal(745, sampling.TakeWeight());
        Assert.Equal(1, sampling.TakeWeight());
    }
}
